//! Drives the binary: arguments in, exit code and both streams out; and a place for files that goes away again.

#![allow(dead_code, reason = "each file of tests takes what it needs")]

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// The folder of the model: REPORTEDLY_MODEL, else where it is installed.
pub fn model() -> String {
    let named = std::env::var("REPORTEDLY_MODEL").ok().filter(|folder| !folder.is_empty());
    named.unwrap_or_else(|| {
        let done = reportedly(&["model", "path"]).run();
        assert_eq!(done.code, 0, "these tests need a model: set REPORTEDLY_MODEL, or run `reportedly model install`");
        done.stdout.trim().to_owned()
    })
}

/// A call of the binary.
pub struct Call {
    command: Command,
    input: String,
}

pub fn reportedly(args: &[&str]) -> Call {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reportedly"));
    command.args(args).env_remove("NO_COLOR").env_remove("COLUMNS");
    // Towns are another module's matter, and fetching them needs a network.
    command.env("REPORTEDLY_GAZETTEER", "none");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Call { command, input: String::new() }
}

/// A call that runs already.
pub fn start(args: &[&str]) -> Running {
    reportedly(args).start()
}

impl Call {
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn input(mut self, input: String) -> Self {
        self.input = input;
        self
    }

    pub fn start(mut self) -> Running {
        let mut child = self.command.spawn().expect("the binary starts");
        // A process that never reads its input may close it first.
        let _ = child.stdin.take().expect("piped").write_all(self.input.as_bytes());
        Running(child)
    }

    pub fn run(self) -> Done {
        self.start().end()
    }
}

pub struct Running(Child);

/// A call fed line by line, while its answers are awaited.
pub struct Conversation {
    child: Child,
    answers: BufReader<std::process::ChildStdout>,
}

impl Conversation {
    pub fn start(args: &[&str]) -> Self {
        let mut child = reportedly(args).command.spawn().expect("the binary starts");
        let answers = BufReader::new(child.stdout.take().expect("piped"));
        Self { child, answers }
    }

    /// Says a line and waits for the answer, the input still open.
    pub fn ask(&mut self, line: &str) -> String {
        writeln!(self.child.stdin.as_mut().expect("piped"), "{line}").expect("the binary listens");
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("an answer");
        answer
    }

    pub fn end(mut self) -> Option<i32> {
        drop(self.child.stdin.take());
        self.child.wait().expect("the binary ends").code()
    }
}

impl Running {
    pub fn end(self) -> Done {
        let output = self.0.wait_with_output().expect("the binary ends");
        let text = |bytes| String::from_utf8(bytes).expect("streams are UTF-8");
        Done { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }.checked()
    }

    pub fn take_one_line_and_close(mut self) -> Done {
        let mut stdout = String::new();
        BufReader::new(self.0.stdout.take().expect("piped")).read_line(&mut stdout).expect("a first line");
        let mut stderr = String::new();
        self.0.stderr.take().expect("piped").read_to_string(&mut stderr).expect("stderr is UTF-8");
        let code = self.0.wait().expect("the binary ends").code();
        Done { code, stdout, stderr }.checked()
    }
}

/// What came of a call.
pub struct Done<C = i32> {
    pub code: C,
    pub stdout: String,
    pub stderr: String,
}

impl Done<Option<i32>> {
    fn checked(self) -> Done {
        let code = self.code.unwrap_or_else(|| panic!("ended by a signal: {}", self.stderr));
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        Done { code, stdout: self.stdout, stderr: self.stderr }
    }
}

impl Done {
    /// Holds exit code and standard error to what is expected.
    pub fn expect(&self, code: i32, stderr: &str) {
        assert!(
            self.code == code && self.stderr == stderr,
            "\nexpected exit {code}:\n{stderr}\ngot exit {}:\n{}",
            self.code,
            self.stderr
        );
    }

    pub fn expect_in_stderr(&self, code: i32, part: &str) {
        assert!(
            self.code == code && self.stderr.contains(part),
            "\nexpected exit {code} with:\n{part}\ngot exit {}:\n{}",
            self.code,
            self.stderr
        );
    }
}

/// A folder for one test.
pub struct Place(PathBuf);

impl Place {
    pub fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        Self(folder)
    }

    pub fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("paths of tests are UTF-8").to_owned()
    }

    pub fn file(&self, name: &str, text: &str) -> String {
        self.bytes(name, text.as_bytes())
    }

    pub fn bytes(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().expect("below the place")).expect("a folder can be made");
        std::fs::write(&path, bytes).expect("a file can be written");
        self.path(name)
    }

    pub fn gz(&self, name: &str, bytes: &[u8]) -> String {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(bytes).expect("memory takes it");
        self.bytes(name, &packed.finish().expect("memory takes it"))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
