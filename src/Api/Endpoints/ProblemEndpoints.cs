using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Pages;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>The pages that <c>type</c> of a problem leads to: cause and remedy.</summary>
internal static class ProblemEndpoints
{
    internal static void MapProblems(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/problems", () => new PageAnswer<ProblemListPage>([])).IsOpen().ExcludeFromDescription();
        routes.MapRead("/problems/{slug}", One).IsOpen().ExcludeFromDescription();
    }

    private static IResult One(string slug, HttpContext http)
    {
        if (!ProblemTypes.BySlug.TryGetValue(slug, out var type))
            throw Answer.Missing("problem of this name; /problems lists them all");
        return http.Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
            ? Answer.Ok(type)
            : new PageAnswer<ProblemPage>(new Dictionary<string, object?> { [nameof(ProblemPage.Type)] = type });
    }
}
