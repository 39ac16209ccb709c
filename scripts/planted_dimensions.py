"""Which dimension a kind of fault speaks to that others planted: written down before any of a source was judged.

What is a matter of taste or of types is in none of these, and so left out.
"""

PYLINT = {
    "error handling": "bare-except broad-exception-caught broad-exception-raised try-except-raise raise-missing-from"
    " lost-exception return-in-finally break-in-finally continue-in-finally duplicate-except bad-except-order"
    " overlapping-except catching-non-exception binary-op-exception wrong-exception-operation raising-non-exception"
    " raising-bad-type bad-exception-cause notimplemented-raised misplaced-bare-raise raising-format-tuple"
    " pointless-exception-statement stop-iteration-return consider-using-with missing-timeout subprocess-run-check"
    " contextmanager-generator-missing-cleanup subprocess-popen-preexec-fn bad-thread-instantiation useless-with-lock"
    " modified-iterating-list modified-iterating-dict modified-iterating-set unspecified-encoding dict-iter-missing-items"
    " dangerous-default-value cell-var-from-loop invalid-envvar-default undefined-loop-variable shallow-copy-environ"
    " bad-open-mode potential-index-error",
    "logging": "logging-too-many-args logging-too-few-args logging-not-lazy logging-format-interpolation"
    " logging-fstring-interpolation logging-unsupported-format logging-format-truncated",
    "security": "eval-used exec-used bidirectional-unicode",
    "performance": "consider-using-join use-set-for-membership method-cache-max-size-none consider-using-generator"
    " use-a-generator",
    "testability": "global-statement assert-on-tuple assert-on-string-literal redundant-unittest-assert too-complex"
    " too-many-branches too-many-statements too-many-nested-blocks",
}
BUGBEAR = {
    "error handling": "B001 B002 B003 B004 B005 B006 B012 B014 B016 B018 B020 B022 B023 B025 B026 B029 B030 B031 B032 B034"
    " B035 B036 B037 B039 B040 B041 B042",
    "performance": "B019",
    "testability": "B008 B011 B015 B017",
    "logging": "B028",
}
SKYLOS = {
    "security": "D201 D202 D203 D204 D205 D206 D207 D208 D209 D210 D211 D212 D215 D216 D217 D226 D227 D228 D230 D231 D232"
    " D233 D234 D235 D246 D247 D250 D251 D252 D253 D254 D260 D261 D262 D263 D264 D265 D270 D271 D282 D324 D325 D326 D344"
    " D345 D346 D347 D348 D349 L011 L013 L014 L017 L020 S101",
    "error handling": "L001 L002 L003 L004 L006 L007 L008 L026 L030 L031 L033 L034 L039 Q403 Q404",
    "performance": "P401 P402 P403 P404 Q401 Q402 D267",
    "testability": "Q301 Q302 C304 Q306 L024",
    "logging": "L009",
}
# What others call wrong in a generated program: names that are nowhere, bodies that are empty, errors lost.
VIBELINT = {
    "error handling": "VC002 VC003 VC010 VC030 VC031 VC050",
    "security": "VC020 VC022",
    "performance": "VC051",
    "testability": "VC040 VC041 VC042",
}
SLOPPYLINT = {
    "error handling": "pass_placeholder ellipsis_placeholder notimplemented_placeholder hallucinated_import hallucinated_method"
    " hallucinated_attribute mutable_default_arg mutable_default",
}
# What codehound calls sure to go wrong; what is merely deprecated (CH004) or a matter of taste (CH085) is left out.
CODEHOUND = {
    "performance": "CH001 CH011",
    "testability": "CH003 CH032 CH040 CH048",
    "logging": "CH068",
    "error handling": " ".join(
        f"CH{number:03}" for number in range(1, 101) if number not in {1, 3, 4, 11, 32, 40, 48, 68, 85}
    ),
}
# What codemodder mends. Order, spelling and shorter forms are left out, and a break that is no Python at all.
CODEMODDER = {
    "security": "disable_graphql_introspection django_debug_flag_on django_json_response_type"
    " django_session_cookie_secure_off enable_jinja2_autoescape flask_enable_csrf_protection flask_json_response_type"
    " harden_pickle_load harden_pyyaml harden_ruamel https_connection jwt_decode_verify limit_readline"
    " lxml_safe_parameter_defaults lxml_safe_parsing process_creation_sandbox replace_flask_send_file request_verify"
    " secure_flask_cookie secure_flask_session_config secure_random sql_parameterization subprocess_shell_false"
    " tempfile_mktemp upgrade_sslcontext_minimum_version upgrade_sslcontext_tls url_sandbox use_defused_xml",
    "error handling": "add_requests_timeouts async_fix_task_instantiation django_receiver_on_top exception_without_raise"
    " file_resource_leak fix_dataclass_defaults fix_float_equality fix_hasattr_call fix_math_isclose fix_missing_self_or_cls"
    " fix_mutable_params literal_or_new_object_identity numpy_nan_equality str_concat_in_seq_literal with_threading_lock",
    "logging": "fix_deprecated_logging_warn lazy_logging remove_debug_breakpoint",
    "performance": "use_generator",
    "testability": "fix_assert_tuple remove_assertion_in_pytest_raises timezone_aware_datetime",
}
# What goes wrong in programs that call models, and in graphs of them.
AGENTGUARD = {
    "error handling": "AG001 AG002 AG003 AG004 AG006 AG007 AG008 AG009",
    "performance": "AG005 AG011",
    "testability": "AG010",
    "security": "AG020 AG021 AG022 AG023",
}
# In Python and in JavaScript; loose equality and `var` are matters of taste.
CODEGUARD = {
    "security": "sec",
    "performance": "perf",
    "error handling": "qual_001 qual_002 qual_102",
    "testability": "qual_003 qual_004 qual_005 qual_103",
}
# What passes its tests and fails under load; and what assistants write.
VIBE_GUARD = {
    "performance": "001 002 004 007 008 009 010 011 016 018",
    "error handling": "003 005 006 012 013 014 015 017 019 020",
}
PY_SLOP = {
    "error handling": "except_log_continue except_returns_default useless_try_except",
    "performance": "query_in_loop",
}
