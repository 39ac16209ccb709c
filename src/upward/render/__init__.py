"""From a page to what the reader sees; a module a form."""
