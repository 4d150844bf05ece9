//! Builds again when a shipped scenario or record changes, since they are embedded.

fn main() {
    println!("cargo::rerun-if-changed=../../scenarios");
    println!("cargo::rerun-if-changed=../../seeds");
}
