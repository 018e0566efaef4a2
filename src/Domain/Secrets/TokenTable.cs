using static ObsControlPlane.Domain.Secrets.SecretChars;

namespace ObsControlPlane.Domain.Secrets;

/// <summary>Tokens with a prefix, as their issuers document them. Lengths are those after the prefix.</summary>
internal static class TokenTable
{
    private const int Long = 512;

    public static readonly IReadOnlyList<SecretForm> All =
    [
        new PrefixedToken("aws-access-key-id", LettersAndDigits, 16, 16, "AKIA", "ASIA", "ABIA", "ACCA"),
        new PrefixedToken("gcp-api-key", Base64Url, 35, 35, "AIza"),
        new PrefixedToken("google-oauth-token", Dotted, 20, 2048, "ya29.", "GOCSPX-"),
        new PrefixedToken("github-token", LettersAndDigits, 36, 255, "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
        new PrefixedToken("github-token", Word, 36, 255, "github_pat_"),
        new PrefixedToken("gitlab-token", Dotted, 20, Long, "glpat-", "gldt-", "glrt-", "glsoat-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-"),
        new PrefixedToken("bitbucket-token", Base64, 20, Long, "ATBB", "BBDC-") { MustBeRandom = true },
        new PrefixedToken("slack-token", Base64Url, 10, Long, "xoxa-", "xoxb-", "xoxc-", "xoxd-", "xoxe-", "xoxe.xoxp-", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xapp-"),
        new PrefixedToken("stripe-key", LettersAndDigits, 16, Long, "sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_"),
        new PrefixedToken("paypal-braintree-token", Braintree, 40, 120, "access_token$production$", "access_token$sandbox$"),
        new PrefixedToken("square-token", Base64Url, 22, 64, "sq0atp-", "sq0csp-"),
        new PrefixedToken("square-token", Base64Url, 56, 64, "EAAA"),
        new PrefixedToken("twilio-key", Hex, 32, 32, "SK"),
        new PrefixedToken("sendgrid-key", Dotted, 50, 80, "SG."),
        new PrefixedToken("mailgun-key", Hex, 32, 32, "key-"),
        new PrefixedToken("openai-key", Base64Url, 20, Long, "sk-proj-", "sk-svcacct-", "sk-admin-", "sk-None-"),
        new PrefixedToken("openai-key", Base64Url, 20, Long, "sk-") { MustBeRandom = true },
        new PrefixedToken("openrouter-key", Hex, 32, 128, "sk-or-v1-"),
        new PrefixedToken("anthropic-key", Base64Url, 20, Long, "sk-ant-"),
        new PrefixedToken("hugging-face-token", LettersAndDigits, 30, 64, "hf_", "api_org_"),
        new PrefixedToken("groq-key", LettersAndDigits, 40, 80, "gsk_"),
        new PrefixedToken("replicate-token", LettersAndDigits, 32, 64, "r8_"),
        new PrefixedToken("perplexity-key", LettersAndDigits, 40, 80, "pplx-"),
        new PrefixedToken("xai-key", LettersAndDigits, 40, 128, "xai-"),
        new PrefixedToken("npm-token", LettersAndDigits, 36, 36, "npm_"),
        new PrefixedToken("pypi-token", Base64Url, 50, 2048, "pypi-"),
        new PrefixedToken("rubygems-key", Hex, 48, 48, "rubygems_"),
        new PrefixedToken("docker-hub-token", Base64Url, 20, 80, "dckr_pat_", "dckr_oat_"),
        new PrefixedToken("digitalocean-token", Hex, 64, 64, "dop_v1_", "doo_v1_", "dor_v1_"),
        new PrefixedToken("heroku-key", Base64Url, 36, 100, "HRKU-"),
        new PrefixedToken("cloudflare-key", Base64Url, 100, 200, "v1.0-"),
        new PrefixedToken("new-relic-key", LettersAndDigits, 19, 64, "NRAK-", "NRJS-", "NRAA-"),
        new PrefixedToken("new-relic-key", Base64Url, 32, 64, "NRII-", "NRIQ-"),
        new PrefixedToken("grafana-token", Word, 32, 64, "glsa_"),
        new PrefixedToken("grafana-token", Base64, 32, Long, "glc_"),
        new PrefixedToken("grafana-token", Base64, 60, Long, "eyJrIjoi"),
        new PrefixedToken("sentry-token", Escaped, 32, Long, "sntrys_", "sntryu_"),
        new PrefixedToken("vault-token", Base64Url, 24, Long, "hvs.", "hvb.", "hvr."),
        new PrefixedToken("vault-token", LettersAndDigits, 24, 24, "s.") { MustBeRandom = true },
        new PrefixedToken("doppler-token", Dotted, 40, 64, "dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."),
        new PrefixedToken("databricks-token", Base64Url, 32, 34, "dapi"),
        new PrefixedToken("shopify-token", Hex, 32, 32, "shpat_", "shpca_", "shppa_", "shpss_"),
        new PrefixedToken("atlassian-token", Escaped, 40, Long, "ATATT3", "ATCTT3"),
        new PrefixedToken("linear-key", LettersAndDigits, 32, 80, "lin_api_", "lin_oauth_"),
        new PrefixedToken("notion-token", LettersAndDigits, 40, 64, "ntn_", "secret_"),
        new PrefixedToken("figma-token", Base64Url, 36, 64, "figd_"),
        new PrefixedToken("postman-key", Base64Url, 50, 80, "PMAK-"),
        new PrefixedToken("pulumi-token", Hex, 40, 40, "pul-"),
        new PrefixedToken("planetscale-token", Dotted, 32, 80, "pscale_tkn_", "pscale_pw_", "pscale_oauth_"),
        new PrefixedToken("supabase-token", Hex, 40, 40, "sbp_"),
        new PrefixedToken("tailscale-key", Base64Url, 20, 80, "tskey-"),
        new PrefixedToken("sonar-token", Hex, 40, 40, "sqp_", "squ_", "sqa_"),
        new PrefixedToken("buildkite-token", LettersAndDigits, 32, 64, "bkua_"),
        new PrefixedToken("dynatrace-token", Dotted, 80, 120, "dt0c01.", "dt0s16."),
        new PrefixedToken("age-secret-key", LettersAndDigits, 58, 58, "AGE-SECRET-KEY-1"),
        new PrefixedToken("ocp-key", Base64Url, 32, Long, "ocp_") { MustBeRandom = true },
    ];
}
