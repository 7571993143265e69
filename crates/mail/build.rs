//! Builds again when a template was added: the templates are embedded.

fn main() {
    println!("cargo:rerun-if-changed=../../templates/email");
}
