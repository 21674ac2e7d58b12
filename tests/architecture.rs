//! Rooms know only the rooms below them. This test is the wall.

use std::{fs, path::Path};

/// Every room of the crate.
const ROOMS: &[&str] = &[
    "calibration",
    "cli",
    "config",
    "detect",
    "engine",
    "face",
    "grpc",
    "image",
    "memory",
    "nn",
    "policy",
    "report",
    "server",
    "telemetry",
    "verify",
    "worker",
];

/// Each room: the rooms it may use, and the words of third parties that must
/// not be spoken in it.
const WALLS: &[(&str, &[&str], &[&str])] = &[
    ("face", &[], &["tonic", "prost", "bytes::", "serde"]),
    ("worker.rs", &[], &["tonic", "prost"]),
    ("memory.rs", &[], &["tonic", "prost", "tokio"]),
    ("nn", &[], &["tonic", "prost", "tokio", "bytes::"]),
    ("calibration.rs", &["face"], &["tonic", "prost", "tokio"]),
    (
        "policy",
        &["face", "calibration"],
        &["tonic", "prost", "tokio"],
    ),
    ("image", &["face"], &["tonic", "prost", "tokio"]),
    (
        "detect",
        &["face", "image", "nn"],
        &["tonic", "prost", "tokio"],
    ),
    (
        "engine",
        &["face", "image", "detect", "nn", "worker"],
        &["tonic", "prost"],
    ),
    ("report", &["face"], &["tonic", "prost", "tokio"]),
    (
        "verify.rs",
        &["face", "image", "engine", "calibration", "policy"],
        &["tonic", "prost", "aws_"],
    ),
    (
        "grpc",
        &["face", "image", "engine", "policy", "verify"],
        &["aws_"],
    ),
    ("server.rs", &["grpc", "verify"], &["aws_"]),
    ("telemetry.rs", &[], &["tonic", "prost"]),
    (
        "config.rs",
        &["face", "image", "policy", "server"],
        &["tonic", "prost"],
    ),
];

#[test]
fn every_room_uses_only_the_rooms_below_it() {
    for (room, allowed, _) in WALLS {
        let own = room.trim_end_matches(".rs");
        for (path, code) in sources(&Path::new("src").join(room)) {
            for other in ROOMS
                .iter()
                .filter(|other| **other != own && !allowed.contains(other))
            {
                assert!(!uses(&code, other), "{path} must not use `crate::{other}`");
            }
        }
    }
}

#[test]
fn third_parties_stay_in_their_rooms() {
    for (room, _, forbidden) in WALLS {
        for (path, code) in sources(&Path::new("src").join(room)) {
            for word in *forbidden {
                assert!(!code.contains(word), "{path} must not mention `{word}`");
            }
        }
    }
}

#[test]
fn unsafe_code_lives_where_it_must() {
    for (path, code) in sources(Path::new("src")) {
        let intrinsics = path.ends_with("nn/cpu.rs");
        // One call to the C library's allocator.
        let allocator = path.ends_with("src/memory.rs");
        assert!(
            intrinsics || allocator || !code.contains("unsafe "),
            "{path} must do without `unsafe`"
        );
    }
}

#[test]
fn the_environment_is_read_in_one_file() {
    for (path, code) in sources(Path::new("src")) {
        let config = path.ends_with("config.rs");
        assert!(
            config || !code.contains("env::var"),
            "{path} must not read the environment"
        );
    }
}

#[test]
fn files_stay_short() {
    for (path, text) in files(Path::new("src")) {
        // Unit tests beside the code do not count.
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let lines = code.lines().count();
        assert!(lines <= 300, "{path} has {lines} lines");
    }
}

/// Whether `code` names `crate::room`, alone or within `use crate::{...}`.
fn uses(code: &str, room: &str) -> bool {
    let named = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric() && c != '_')
            .any(|word| word == room)
    };
    let grouped = code.split("use crate::{").skip(1).any(|rest| {
        let mut depth = 1;
        let group: String = rest
            .chars()
            .take_while(|c| {
                depth += i32::from(*c == '{') - i32::from(*c == '}');
                depth > 0
            })
            // Only the names of rooms: those at the first level.
            .collect();
        top_level(&group).any(named)
    });
    let word_ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    grouped
        || code
            .split("crate::")
            .skip(1)
            .any(|rest| rest.strip_prefix(room).is_some_and(word_ends))
}

/// The first segments of the paths in a `use` group.
fn top_level(group: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    group
        .split(move |c: char| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            depth == 0 && c == ','
        })
        .map(|path| path.split("::").next().unwrap_or_default())
}

/// The sources under `path`, without comments.
fn sources(path: &Path) -> Vec<(String, String)> {
    let code = |text: String| {
        let lines = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    };
    files(path)
        .into_iter()
        .map(|(path, text)| (path, code(text)))
        .collect()
}

/// The files under `path`, with their names.
fn files(path: &Path) -> Vec<(String, String)> {
    if path.is_dir() {
        let entries = fs::read_dir(path).unwrap();
        return entries
            .flat_map(|entry| files(&entry.unwrap().path()))
            .collect();
    }
    vec![(
        path.display().to_string(),
        fs::read_to_string(path).unwrap(),
    )]
}
