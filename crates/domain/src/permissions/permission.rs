//! The list of permissions. Names are stable: they are in roles of instances, so none is ever used for something else.

macro_rules! permissions {
    ($($variant:ident = $name:literal, $description:literal;)*) => {
        /// Something that not everybody may do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Permission {
            $(#[doc = $description] $variant,)*
        }

        impl Permission {
            /// Every permission, in the order in which people see them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in the database and on the wire.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it lets a person do, in English.
            pub fn description(self) -> &'static str {
                match self { $(Self::$variant => $description,)* }
            }
        }
    };
}

permissions! {
    UploadMusic = "music.upload", "Upload music and publish it.";
    ManageMusic = "music.manage", "Rename and delete the music of others, and see what they have not published.";
    ViewPeople = "people.view", "See accounts with their addresses and roles.";
    SuspendPeople = "people.suspend", "Suspend accounts and let them in again.";
    GrantRoles = "roles.grant", "Grant roles and take them away.";
    ManageRoles = "roles.manage", "Make, change and delete roles of the instance.";
    ManageJobs = "jobs.manage", "See the queue of jobs, run jobs again and cancel them.";
    ManageLaunch = "launch.manage", "See how the launch stands, and the invitations with their addresses.";
    ReadAudit = "audit.read", "Read and export the audit log.";
}

impl Permission {
    /// The permission of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|permission| permission.name() == name)
    }
}
