//! Error codes and problem details (RFC 9457). Which error happens when is decided elsewhere.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! error_codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $status:literal, $title:literal;)*) => {
        /// What went wrong, stable for programs.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum ErrorCode {
            $($(#[$doc])* $variant,)*
        }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code as it stands in JSON.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The HTTP status that goes with it.
            pub fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }

            /// A short title in English.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }
        }
    };
}

error_codes! {
    /// The body is not the JSON that was asked for.
    InvalidBody = "invalid_body", 400, "The request body cannot be read";
    /// A path or query parameter is wrong.
    InvalidQuery = "invalid_query", 400, "A parameter of the address is wrong";
    /// No session, or it has ended.
    Unauthenticated = "unauthenticated", 401, "Please sign in";
    /// No account has this address and password.
    WrongCredentials = "wrong_credentials", 401, "Address or password is wrong";
    /// The person may not do this.
    Forbidden = "forbidden", 403, "You may not do this";
    /// Nobody gives, takes or touches more than they may do themselves.
    BeyondOwnPermissions = "beyond_own_permissions", 403, "This goes beyond your own permissions";
    /// The account is suspended.
    AccountSuspended = "account_suspended", 403, "This account is suspended";
    /// The account is about to be deleted.
    AccountLeaving = "account_leaving", 403, "This account is about to be deleted";
    /// The request comes from a page of another site.
    OriginRefused = "origin_refused", 403, "The request came from another site";
    /// The set-up token is not the one that the server printed.
    SetupTokenWrong = "setup_token_wrong", 403, "The set-up token is wrong";
    /// New accounts cannot be made here.
    RegistrationClosed = "registration_closed", 403, "Sign-up is closed";
    /// New accounts need an invitation here.
    InvitationRequired = "invitation_required", 403, "An invitation is needed";
    /// The invitation is wrong, used, expired, or somebody else's.
    InvitationInvalid = "invitation_invalid", 403, "This invitation does not work";
    /// No such thing, or not for this person.
    NotFound = "not_found", 404, "Not found";
    /// The address exists, but not for this method.
    MethodNotAllowed = "method_not_allowed", 405, "Method not allowed";
    /// A small body did not arrive in time.
    RequestTimeout = "request_timeout", 408, "The request came too slowly";
    /// The body did not arrive whole or not in time.
    UploadIncomplete = "upload_incomplete", 408, "The upload broke off";
    /// An account has this address.
    EmailTaken = "email_taken", 409, "This address has an account";
    /// The instance would lose its last admin.
    LastAdmin = "last_admin", 409, "The last admin has to stay";
    /// Another role has this name.
    RoleNameTaken = "role_name_taken", 409, "Another role has this name";
    /// Sillon's own roles cannot be changed.
    RoleBuiltIn = "role_built_in", 409, "This role belongs to Sillon";
    /// The job's state does not allow this.
    JobNotInState = "job_not_in_state", 409, "The job is not in a state for this";
    /// The instance has its first admin.
    SetupDone = "setup_done", 409, "This instance is already set up";
    /// The body is larger than this route takes.
    BodyTooLarge = "body_too_large", 413, "The request body is too large";
    /// The file is larger than the instance takes.
    UploadTooLarge = "upload_too_large", 413, "The file is too large";
    /// The picture has more bytes than this route takes.
    PictureTooLarge = "picture_too_large", 413, "The picture is too large";
    /// The file is not a picture that Sillon reads.
    PictureUnsupported = "picture_unsupported", 415, "This is not a picture that Sillon can read";
    /// The body is of another type.
    UnsupportedMediaType = "unsupported_media_type", 415, "Unsupported media type";
    /// The range lies outside the file.
    RangeNotSatisfiable = "range_not_satisfiable", 416, "The range lies outside the file";
    /// Fields break their rules; they are listed.
    ValidationFailed = "validation_failed", 422, "Some fields need a change";
    /// The file has no bytes.
    UploadEmpty = "upload_empty", 422, "The file is empty";
    /// The file is not audio that Sillon reads.
    UploadNotAudio = "upload_not_audio", 422, "This is not audio that Sillon can read";
    /// The picture is cut off or broken.
    PictureDamaged = "picture_damaged", 422, "The picture is damaged";
    /// The picture has more pixels than Sillon decodes.
    PictureTooManyPixels = "picture_too_many_pixels", 422, "The picture has too many pixels";
    /// Too many attempts.
    TooManyRequests = "too_many_requests", 429, "Too many requests";
    /// A mistake of the server.
    Internal = "internal", 500, "Something went wrong on our side";
    /// The database or the storage does not answer.
    Unavailable = "unavailable", 503, "The service is not available now";
    /// More work of this kind waits than the server can do in time.
    Overloaded = "overloaded", 503, "The server has too much to do";
    /// The disk is full.
    StorageFull = "storage_full", 507, "The storage is full";

    // How people sign in.
    /// The password is right; a code is needed as well.
    SecondFactorRequired = "second_factor_required", 401, "A code is needed as well";
    /// The code is not the one of this moment, or was used.
    WrongCode = "wrong_code", 403, "The code is wrong";
    /// The password that was asked for again is wrong.
    WrongPassword = "wrong_password", 403, "The password is wrong";
    /// The session's token does not cover this.
    ScopeMissing = "scope_missing", 403, "This token may not do that";
    /// The ticket between the two steps of signing in has ended.
    TicketEnded = "ticket_ended", 410, "Signing in took too long";
    /// A link from a mail was used, or its time is over.
    LinkEnded = "link_ended", 410, "This link no longer works";
    /// The refresh token was used, has ended, or never was one.
    RefreshRefused = "refresh_refused", 401, "The refresh token no longer works";
    /// Two-factor sign-in is on already.
    TwoFactorOn = "two_factor_on", 409, "Two-factor sign-in is on already";
    /// Two-factor sign-in is not on, or is not being set up.
    TwoFactorOff = "two_factor_off", 409, "Two-factor sign-in is not on";
    /// There are as many of these as an account may have.
    TooManyOfThese = "too_many_of_these", 409, "There are too many of these";
}

/// One field that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldProblem {
    /// JSON pointer to the field (RFC 6901); of a query, to the parameter: `/limit`.
    #[schema(example = "/email")]
    pub pointer: String,
    /// Stable code of the rule.
    #[schema(example = "too_short")]
    pub code: String,
    /// A sentence, in the language that `Accept-Language` prefers (English or French).
    pub detail: String,
}

/// An error answer (RFC 9457), media type `application/problem+json`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ProblemDetails {
    /// `urn:sillon:problem:` and the code.
    pub r#type: String,
    /// A short title, in the language that `Accept-Language` prefers (English or French).
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong, stable for programs.
    pub code: ErrorCode,
    /// What to do about it, in the same language.
    pub detail: String,
    /// Names this request in the server's log.
    pub request_id: String,
    /// The fields that break a rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

#[cfg(test)]
mod tests {
    use super::ErrorCode;

    #[test]
    fn every_code_stands_in_json_as_its_name() {
        for code in ErrorCode::ALL {
            let json = format!("{code:?}");
            let mut snake = String::new();
            for (place, letter) in json.char_indices() {
                if letter.is_uppercase() && place > 0 {
                    snake.push('_');
                }
                snake.extend(letter.to_lowercase());
            }
            assert_eq!(snake, code.as_str());
        }
    }

    #[test]
    fn every_code_has_an_error_status() {
        for code in ErrorCode::ALL {
            assert!((400..600).contains(&code.status()), "{code:?}");
        }
    }
}
