//! Builds again when the web app was built again: it is embedded.

fn main() {
    println!("cargo:rerun-if-changed=../../web/dist");
}
