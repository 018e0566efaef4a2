namespace ObsControlPlane.Domain.Secrets;

/// <summary>Names under which secrets are set, and the family that a name tells.</summary>
internal static class SecretNames
{
    /// <summary>Names that hold a password: what people choose.</summary>
    public static readonly IReadOnlyList<string> Passwords = ["password", "passwd", "passphrase", "pwd", "passcode", "userpass", "_pass", "pass"];

    /// <summary>Names that hold a token or a key: what a program made.</summary>
    public static readonly IReadOnlyList<string> Tokens =
    [
        "token", "secret", "apikey", "api_key", "api-key", "appkey", "app_key", "app-key", "application_key", "accesskey", "access_key", "access-key", "accountkey", "account_key",
        "privatekey", "private_key", "private_key_id", "routing_key", "integration_key", "signing_key", "encryption_key", "master_key", "license_key", "auth_key", "authkey", "x-auth-key",
        "credential", "credentials", "sig", "signature", "jsessionid", "phpsessid", "sessionid", "connect.sid", "asp.net_sessionid", "csrftoken",
    ];

    // The first that the whole name holds decides.
    private static readonly (string Part, string Family)[] Issuers =
    [
        ("accountkey", "azure-storage-key"), ("account_key", "azure-storage-key"), ("sharedaccesskey", "azure-shared-access-key"), ("private_key_id", "gcp-service-account-key"),
        ("azure", "azure-client-secret"), ("aws", "aws-secret-access-key"), ("secret_access_key", "aws-secret-access-key"), ("secretaccesskey", "aws-secret-access-key"),
        ("datadog", "datadog-key"), ("dd_", "datadog-key"), ("dd-", "datadog-key"), ("heroku", "heroku-key"), ("cloudflare", "cloudflare-key"), ("x-auth-key", "cloudflare-key"),
        ("cf_api", "cloudflare-key"), ("fastly", "fastly-token"), ("pagerduty", "pagerduty-key"), ("pd_", "pagerduty-key"), ("routing_key", "pagerduty-key"),
        ("integration_key", "pagerduty-key"), ("cohere", "cohere-key"), ("mailgun", "mailgun-key"), ("twilio", "twilio-key"), ("bitbucket", "bitbucket-token"),
        ("paypal", "paypal-braintree-token"), ("braintree", "paypal-braintree-token"), ("consul", "consul-token"), ("nomad", "nomad-token"), ("okta", "okta-token"),
        ("mistral", "mistral-key"), ("new_relic", "new-relic-key"), ("newrelic", "new-relic-key"), ("docker", "docker-hub-token"), ("algolia", "algolia-key"),
        ("sessionid", "session-cookie"), ("sessid", "session-cookie"), ("connect.sid", "session-cookie"), ("csrftoken", "session-cookie"),
    ];

    // Places in lists and the like; they let nobody in.
    private static readonly string[] Harmless = ["next", "page", "continu", "cursor", "sync", "fencing", "lock", "max_", "num_", "image", "public"];

    /// <summary>Whether a name is that of no secret although it ends like one.</summary>
    public static bool IsHarmless(ReadOnlySpan<char> name)
    {
        foreach (var part in Harmless)
        {
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>The family that a name tells, or null.</summary>
    public static string? IssuerOf(ReadOnlySpan<char> name)
    {
        foreach (var (part, family) in Issuers)
        {
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase))
                return family;
        }

        return null;
    }

    /// <summary>The family of a name that tells no issuer.</summary>
    public static string FamilyOf(ReadOnlySpan<char> name, bool isPassword) => isPassword ? "password"
        : name.Contains("token", StringComparison.OrdinalIgnoreCase) ? "token"
        : name.Contains("secret", StringComparison.OrdinalIgnoreCase) || name.Contains("credential", StringComparison.OrdinalIgnoreCase) ? "secret"
        : name.Contains("sig", StringComparison.OrdinalIgnoreCase) ? "azure-sas-signature" : "api-key";
}
