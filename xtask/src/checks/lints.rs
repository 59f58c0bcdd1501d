//! What the compilers and formatters can tell without running anything.

use crate::npm;
use crate::run::run;
use crate::step::Step;

/// rustfmt.
pub const FORMAT: Step = Step {
    what: "formatting",
    hint: "`cargo fmt --all` formats everything",
    run: |project| run(project.cargo().args(["fmt", "--all", "--check"])),
};

/// Clippy for this machine. `xtask-tools` is a dozen lines and would have the whole of
/// wasm-bindgen's program checked.
pub const NATIVE: Step = Step {
    what: "clippy",
    hint: "each warning above says what to write instead, and links to why",
    run: |project| {
        run(project.cargo().args([
            "clippy",
            "--workspace",
            "--exclude=xtask-tools",
            "--exclude=b24-fuzz",
            "--all-targets",
            "--all-features",
            "--locked",
            "--",
            "-Dwarnings",
        ]))
    },
};

/// Clippy for the targets of the fuzzer, without libFuzzer, which needs a C++ compiler.
pub const FUZZ: Step = Step {
    what: "clippy for the fuzzer's targets",
    hint: "each warning above says what to write instead, and links to why",
    run: |project| {
        run(project.cargo().args([
            "clippy",
            "--package",
            "b24-fuzz",
            "--all-targets",
            "--locked",
            "--",
            "-Dwarnings",
        ]))
    },
};

/// Clippy for wasm32, which sees the code that knows JavaScript.
pub const WASM: Step = Step {
    what: "clippy for wasm32",
    hint: "each warning above says what to write instead, and links to why",
    run: |project| {
        let mut clippy = project.wasm_toolchain()?.cargo(project, "clippy");
        clippy.args([
            "--package",
            "b24-users",
            "--package",
            "b24-wasm-text",
            "--all-targets",
            "--locked",
        ]);
        run(clippy.args(["--", "-Dwarnings"]))
    },
};

/// rustdoc, for links that lead nowhere.
pub const DOCUMENTATION: Step = Step {
    what: "documentation",
    hint: "see the warning above",
    run: |project| {
        let mut doc = project.cargo();
        doc.args([
            "doc",
            "--workspace",
            "--exclude=xtask-tools",
            "--exclude=b24-fuzz",
            "--no-deps",
            "--all-features",
            "--locked",
        ]);
        run(doc.env("RUSTDOCFLAGS", "-Dwarnings"))
    },
};

/// Biome, the formatter and linter of TypeScript and JavaScript.
pub const BIOME: Step = Step {
    what: "Biome",
    hint: "`npx biome check --write` formats and corrects; its settings are in biome.jsonc",
    run: |project| {
        let mut biome = npm::program(project, "biome");
        run(biome.args(["check", "--error-on-warnings"]).current_dir(&project.root))
    },
};

/// The type check of all JavaScript, with the declarations that `typescript::COMPILE` writes.
pub const JAVASCRIPT: Step = Step {
    what: "types in JavaScript",
    hint: "see the message above; the options are in tsconfig.javascript.json and tsconfig.demo.json",
    run: |project| {
        let compiler = project.path("node_modules/typescript/bin/tsc");
        ["tsconfig.javascript.json", "tsconfig.demo.json"].into_iter().try_for_each(|options| {
            run(npm::node().arg(&compiler).arg("--project").arg(project.path(options)))
        })
    },
};
