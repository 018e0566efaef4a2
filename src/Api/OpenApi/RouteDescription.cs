using Microsoft.AspNetCore.Http.Metadata;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Hangs a route's description on its endpoint, where the document is made from.</summary>
internal static class RouteDescription
{
    /// <summary>Describes a route.</summary>
    /// <param name="route">The endpoint.</param>
    /// <param name="doc">Its description.</param>
    internal static void Describe(this RouteHandlerBuilder route, RouteDoc doc)
    {
        route.WithName(doc.Id).WithSummary(doc.Summary).WithTags(doc.Tag).WithMetadata(doc);
        if (doc.Body is not null)
            route.WithMetadata(new BodyType(doc.Body, doc.BodyTypes));
        foreach (var (status, type) in doc.Answers)
            route.Produces(status, type, doc.AnswerType);
    }

    /// <summary>Tells the document what the body is like, and leaves refusing another media type to the binding, which says why.</summary>
    private sealed class BodyType(Type type, IReadOnlyList<string> mediaTypes) : IAcceptsMetadata
    {
        public IReadOnlyList<string> ContentTypes => mediaTypes;

        public Type? RequestType => type;

        public bool IsOptional => false;
    }
}
