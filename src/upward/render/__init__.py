"""From a page to what somebody sees; a module a form."""
