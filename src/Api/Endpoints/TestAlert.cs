using System.Text.Json;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>The alert of "send a test alert": a webhook body as Alertmanager sends it.</summary>
internal static class TestAlert
{
    /// <summary>The body.</summary>
    /// <param name="status"><c>firing</c> or <c>resolved</c>.</param>
    /// <param name="now">Our clock.</param>
    internal static byte[] Body(string status, DateTimeOffset now) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        version = "4",
        status,
        receiver = "test",
        alerts = new[]
        {
            new
            {
                status,
                labels = new { alertname = "ControlPlaneTestAlert", server = "test-host", service = "test" },
                annotations = new { summary = "A test of the way in", description = "Sent by POST /api/alerts/test; nothing is wrong." },
                startsAt = status == "firing" ? now : (DateTimeOffset?)null,
                endsAt = status == "firing" ? null : (DateTimeOffset?)now,
                fingerprint = "test",
            },
        },
    });
}
