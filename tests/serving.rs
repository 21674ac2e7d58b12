//! `idv serve` as a process: answers, signals, logs.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, Command, Stdio},
};

use serde_json::Value;

use crate::support::{
    command::{IDV, code, idv, json, text},
    picture,
};

/// `idv serve` in a process of its own.
struct Serving {
    child: Child,
    address: String,
    log: BufReader<std::process::ChildStderr>,
}

impl Serving {
    fn start() -> Self {
        let mut child = Command::new(IDV)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        log.read_line(&mut line).unwrap();
        let event: Value = serde_json::from_str(&line).unwrap();
        let address = format!("http://{}", event["address"].as_str().unwrap());
        Self {
            child,
            address,
            log,
        }
    }

    /// Sends a signal, by name.
    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", name, &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Waits for the end; the exit code and the rest of the log.
    fn end(mut self) -> (i32, String) {
        let mut log = String::new();
        while self.log.read_line(&mut log).unwrap() > 0 {}
        (self.child.wait().unwrap().code().unwrap(), log)
    }
}

/// A failed test leaves no server behind.
impl Drop for Serving {
    fn drop(&mut self) {
        // Both fail if it has ended, as it should have.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[test]
fn serve_answers_and_stops_cleanly_when_told() {
    for signal in ["TERM", "INT"] {
        let serving = Serving::start();
        let pair = ["--server", &serving.address, "document.jpg", "selfie.jpg"];
        let output = idv(&[&["verify", "--json"], pair.as_slice()].concat());
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
        serving.signal(signal);
        let (code, log) = serving.end();
        assert_eq!(code, 0, "{log}");
        assert!(log.contains("Stopped."), "{log}");
    }
}

#[test]
fn logs_have_the_id_and_nothing_of_the_caller() {
    let serving = Serving::start();
    let folder = std::env::temp_dir().join(format!("idv-canary-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let canary = folder.join("canary_file_name.jpg");
    // A comment inside the picture must not come out either.
    let mut bytes = picture("selfie.jpg").to_vec();
    bytes.splice(2..2, b"\xFF\xFE\x00\x12canary-in-image!".iter().copied());
    File::create(&canary).unwrap().write_all(&bytes).unwrap();
    let ask = |selfie: &str| {
        idv(&[
            "verify",
            "--json",
            "--server",
            &serving.address,
            "document.jpg",
            selfie,
        ])
    };
    let answer = ask(canary.to_str().unwrap());
    assert_eq!(code(&answer), 0);
    assert_eq!(code(&ask("broken/truncated.jpg")), 4);
    serving.signal("TERM");
    let (_, log) = serving.end();

    let id = json(&answer)["verification"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        log.contains(&id) && log.contains("IMAGE_UNREADABLE"),
        "{log}"
    );
    assert!(
        !log.contains("canary") && !log.contains("truncated.jpg"),
        "{log}"
    );
    fs::remove_dir_all(&folder).unwrap();
}
