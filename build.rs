//! Turns `proto/` into Rust, with no `protoc` needed on the machine.

use std::{env, error::Error, fs, path::PathBuf};

use prost::Message as _;

const PROTO: &str = "identity_verification/v1/identity_verification.proto";

fn main() -> Result<(), Box<dyn Error>> {
    // tonic-prost-build prints no such line itself.
    println!("cargo:rerun-if-changed=proto");

    let descriptors = protox::compile([PROTO], ["proto"])?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("descriptors.bin"), descriptors.encode_to_vec())?;

    tonic_prost_build::configure()
        // `bytes` fields become slices of the received buffer, not copies.
        .bytes(".")
        // Faces are personal data: these messages show their sizes only.
        .skip_debug([
            ".identity_verification.v1.VerifyRequest",
            ".identity_verification.v1.ImageChunk",
        ])
        .compile_fds(descriptors)?;
    Ok(())
}
