namespace ObsControlPlane.Domain.UnitTests.Secrets;

/// <summary>
/// One made-up secret of each family, in the text that it comes in. Every one is put together of parts, so that no text of this
/// repository looks like a secret.
/// </summary>
internal static class Canaries
{
    private const string Hex = "0f3a9c7e5b1d8264";
    private const string Mixed = "q7Zt3Rk9Wm2Xv8Lp4Nc6";
    private const string Upper = "Q7ZT3RK5WM2XV4LP";

    private static readonly string Hex32 = Hex + "a4c81e3b7f602d95";
    private static readonly string Hex40 = Hex32 + "1b9d4f70";
    private static readonly string Hex64 = Hex32 + "d16e8b2a5c930f47" + "e8d25a0c71b4369f";
    private static readonly string Mixed40 = Mixed + "Bd5Jh1Fs0Gy3Ka7Ue9Ti";
    private static readonly string Mixed80 = Mixed40 + "Hn2Vo6Mw8Qx4Zr1Cl5Pb" + "Sg9Dj3Yf7Ek0Au2Iq6Tw";

    /// <summary>Family, the text around the secret with a place for it, and the secret.</summary>
    public static IEnumerable<(string Family, string Text, string Secret)> All =>
    [
        ("aws-access-key-id", "using {0} in eu-west-1", "AKIA" + Upper),
        ("aws-secret-access-key", "aws_secret_access_key = {0}", "wQ7Zt3Rk/Wm2Xv8Lp4N" + "+6Bd5Jh1Fs0Gy3Ka7Ue9Ti"[..21]),
        ("gcp-api-key", "maps?key={0}&v=3", "AIza" + Mixed + "Bd5Jh1Fs0Gy3Ka7"),
        ("gcp-service-account-key", "{{\"type\": \"service_account\", \"private_key_id\": \"{0}\"}}", Hex40),
        ("google-oauth-token", "refresh gave {0} for an hour", "ya29." + Mixed40),
        ("azure-storage-key", "DefaultEndpointsProtocol=https;AccountName=logs;AccountKey={0};EndpointSuffix=core.windows.net", Mixed80 + "Hn2Vo6" + "=="),
        ("azure-sas-signature", "https://logs.blob.core.windows.net/c?sv=2024-11-04&sig={0}&se=2027", Mixed40 + "%3D"),
        ("azure-client-secret", "the app's {0} has expired", "abc8" + "Q~" + Mixed + "Bd5Jh1Fs0Gy3Ka"),
        ("github-token", "git push with {0} is refused", "ghp" + "_" + Mixed40[..36]),
        ("github-token", "GITHUB_TOKEN={0}", "github" + "_pat_" + "11ABCDEFG0" + Mixed40),
        ("gitlab-token", "PRIVATE-TOKEN: {0}", "glpat" + "-" + Mixed),
        ("bitbucket-token", "app password {0}", "ATBB" + Mixed40[..32]),
        ("slack-token", "slack says invalid_auth for {0}", "xoxb" + "-123456789012-" + Mixed40[..24]),
        ("slack-webhook", "https://hooks.slack.com/services/{0}", "T0A1B2C3D/B0E4F5G6H/" + Mixed40[..24]),
        ("discord-webhook", "https://discord.com/api/webhooks/{0}", "123456789012345678/" + Mixed80[..68]),
        ("discord-bot-token", "bot logs in with {0}", "MTk4NjIyNDgzNDcxOTI1MjQ4" + ".Cl2FMQ." + Mixed40[..27]),
        ("telegram-bot-token", "https://api.telegram.org/bot{0}/getMe".Replace("bot{", "bot {"), "123456789" + ":AA" + Mixed40[..33]),
        ("teams-webhook", "https://acme.webhook.office.com/webhookb2/{0}", Hex32 + "@" + Hex32 + "/IncomingWebhook/" + Hex32),
        ("stripe-key", "charge failed, key {0}", "sk" + "_live_" + Mixed40[..24]),
        ("paypal-braintree-token", "gateway {0}", "access_token" + "$production$" + "abcdefgh12345678" + "$" + Hex32),
        ("square-token", "square {0}", "sq0atp" + "-" + Mixed + "Bd"),
        ("twilio-key", "twilio key {0}", "SK" + Hex32),
        ("sendgrid-key", "mail {0}", "SG" + "." + Mixed + "Bd" + "." + Mixed40 + "Hn2"),
        ("mailgun-key", "mailgun {0}", "key" + "-" + Hex32),
        ("mailchimp-key", "list {0}", Hex32 + "-us" + "12"),
        ("openai-key", "401 for {0}", "sk" + "-proj-" + Mixed40),
        ("openai-key", "401 for {0}", "sk" + "-" + Mixed40),
        ("openrouter-key", "402 for {0}", "sk" + "-or-v1-" + Hex64),
        ("anthropic-key", "529 for {0}", "sk" + "-ant-api03-" + Mixed80),
        ("hugging-face-token", "model pull with {0}", "hf" + "_" + Mixed40[..34]),
        ("groq-key", "groq {0}", "gsk" + "_" + Mixed40 + "Hn2Vo6Mw8Qx4"),
        ("cohere-key", "COHERE_API_KEY={0}", Mixed40),
        ("mistral-key", "MISTRAL_API_KEY={0}", Mixed40[..32]),
        ("replicate-token", "replicate {0}", "r8" + "_" + Mixed40[..37]),
        ("perplexity-key", "perplexity {0}", "pplx" + "-" + Mixed80[..48]),
        ("xai-key", "grok {0}", "xai" + "-" + Mixed80),
        ("npm-token", "//registry.npmjs.org/:_authToken={0}", "npm" + "_" + Mixed40[..36]),
        ("pypi-token", "twine {0}", "pypi" + "-AgEIcHlwaS5vcmc" + Mixed80),
        ("rubygems-key", "gem push {0}", "rubygems" + "_" + Hex40 + "1b9d4f70"),
        ("docker-hub-token", "docker login with {0}", "dckr" + "_pat_" + Mixed + "Bd5Jh1F"),
        ("digitalocean-token", "doctl {0}", "dop" + "_v1_" + Hex64),
        ("heroku-key", "HEROKU_API_KEY={0}", "0f3a9c7e-5b1d-4264-a4c8-1e3b7f602d95"),
        ("cloudflare-key", "CLOUDFLARE_API_TOKEN={0}", Mixed40),
        ("fastly-token", "FASTLY_API_TOKEN={0}", Mixed40[..32]),
        ("datadog-key", "DD-API-KEY: {0}", Hex32),
        ("new-relic-key", "agent {0}", "NRAK" + "-" + Upper + "J7HD3KQ9XWE"),
        ("grafana-token", "grafana {0}", "glsa" + "_" + Mixed40[..32] + "_" + Hex[..8]),
        ("pagerduty-key", "\"routing_key\": \"{0}\"", Hex32),
        ("sentry-dsn", "https://{0}@o1.ingest.sentry.io/42", Hex32),
        ("sentry-token", "sentry-cli {0}", "sntrys" + "_" + Mixed80),
        ("vault-token", "vault says permission denied for {0}", "hvs" + "." + Mixed40),
        ("vault-token", "old vault token {0}", "s" + "." + Mixed40[..24]),
        ("terraform-cloud-token", "terraform {0}", Mixed40[..14] + ".atlas" + "v1." + Mixed80[..64]),
        ("consul-token", "CONSUL_HTTP_TOKEN={0}", "0f3a9c7e-5b1d-4264-a4c8-1e3b7f602d95"),
        ("doppler-token", "doppler {0}", "dp" + ".pt." + Mixed40 + "Hn2"),
        ("databricks-token", "databricks {0}", "dapi" + Hex32),
        ("shopify-token", "shop {0}", "shpat" + "_" + Hex32),
        ("atlassian-token", "jira {0}", "ATATT3" + "xFfGF0" + Mixed80),
        ("linear-key", "linear {0}", "lin" + "_api_" + Mixed40),
        ("notion-token", "notion {0}", "ntn" + "_" + Mixed40 + "Hn2Vo6"),
        ("figma-token", "figma {0}", "figd" + "_" + Mixed40),
        ("postman-key", "postman {0}", "PMAK" + "-" + Hex32[..24] + "-" + Hex40[..34]),
        ("planetscale-token", "pscale {0}", "pscale" + "_tkn_" + Mixed40),
        ("tailscale-key", "tailscale up {0}", "tskey" + "-auth-" + Mixed),
        ("sonar-token", "sonar {0}", "sqp" + "_" + Hex40),
        ("supabase-token", "supabase {0}", "sbp" + "_" + Hex40),
        ("pulumi-token", "pulumi {0}", "pul" + "-" + Hex40),
        ("buildkite-token", "buildkite {0}", "bkua" + "_" + Hex40),
        ("dynatrace-token", "dynatrace {0}", "dt0c01" + "." + Upper + "ABCDEFGH" + "." + Mixed80[..64]),
        ("age-secret-key", "age {0}", "AGE-SECRET" + "-KEY-1" + Upper + Upper + Upper + "QZ7RK5WM2X"),
        ("ocp-key", "our own {0}", "ocp" + "_" + Mixed40),
        ("jwt", "expired: {0}.", "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJ" + "zdWIiOiIxMjM0NTY3ODkwIn0" + "." + Mixed40),
        ("private-key", "key:\n{0}\nafter", "-----BEGIN OPENSSH PRIV" + "ATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU" + Mixed + "\n" + Mixed40 + "\n-----END OPENSSH PRIV" + "ATE KEY-----"),
        ("private-key", "\"pem\": \"{0}\"", "-----BEGIN RSA PRIV" + "ATE KEY-----\\nMIIEpAIBAAKCAQEA" + Mixed40 + "\\n" + Mixed40 + "==\\n-----END RSA PRIV" + "ATE KEY-----"),
        ("private-key", "armour {0}", "-----BEGIN PGP PRIV" + "ATE KEY BLOCK-----\nVersion: 2.4\n\nlQOYBF" + Mixed40 + "\n=aB3d\n-----END PGP PRIV" + "ATE KEY BLOCK-----"),
        ("authorization-header", "curl -H 'Authorization: Bearer {0}' https://api", Mixed40),
        ("authorization-header", "Authorization: Basic {0}", "YWRtaW46" + "czNjcjN0"),
        ("cookie", "Cookie: {0}", "lang=en; sid=" + Mixed40),
        ("cookie", "Set-Cookie: sid={0}; Path=/; HttpOnly", Mixed40),
        ("session-cookie", "JSESSIONID={0}", Hex32.ToUpperInvariant()),
        ("url-password", "postgres://app:{0}@db.internal:5432/shop", "tr0ub4dor"),
        ("connection-string-password", "Server=db;Database=shop;User Id=app;Password={0};Encrypt=true", "correcthorse"),
        ("password", "the db password: {0} was rotated", "hunt" + "er2x"),
        ("password", "DB_PASSWORD=\"{0}\"", "Tr0ub4" + "dor&3"),
        ("password", "machine api.acme.dev login ci password {0}", "hunt" + "er2x"),
        ("token", "auth_token: {0}", Mixed40),
        ("token", "ocp --token {0}", Mixed40),
        ("secret", "client_secret={0}&grant_type=x", Mixed40),
        ("api-key", "x-api-key: {0}", Mixed40),
        ("command-line-password", "curl -u deploy:{0} https://ci", "hunt" + "er2x"),
        ("command-line-password", "mysql -u root -p{0} shop", "hunt" + "er2x"),
        ("command-line-password", "sshpass -p '{0}' ssh web", "hunt" + "er2x"),
        ("pgpass-password", "db.internal:5432:shop:app:{0}", "correcthorse"),
    ];
}
