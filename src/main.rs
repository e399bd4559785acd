//! The `headroom` program.

fn main() -> std::process::ExitCode {
    headroom::cli::main()
}
