#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kit::fuzzed::tiny_run(data));
