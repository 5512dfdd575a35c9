using Skein.Grpc;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Pages;

/// <summary>The calls of <c>skein.AppMaster</c> that concern web pages.</summary>
/// <param name="pages">The pages.</param>
/// <param name="addresses">Where users find the application's web pages; each ending with a slash.</param>
internal sealed class PagesService(PageRegistry pages, IReadOnlyList<string> addresses)
{
    /// <summary>Path of services' pages below the application's.</summary>
    private const string Prefix = "/pages";

    public void Map(GrpcRoutes routes) => routes
        .MapUnary(ApplicationMasterMethods.AddProxy, (request, _) => Task.FromResult(Add(request)))
        .MapUnary(ApplicationMasterMethods.RemoveProxy, (request, _) => Task.FromResult(Remove(request)))
        .MapUnary(ApplicationMasterMethods.GetProxies, (_, _) => Task.FromResult(new GetProxiesResponse { Proxy = { pages.Pages } }))
        .MapUnary(
            ApplicationMasterMethods.UiInfo,
            (_, _) => Task.FromResult(new UIInfoResponse { UiAddress = { addresses }, ProxyPrefix = Prefix }));

    /// <summary>Adds a page.</summary>
    /// <exception cref="GrpcException">INVALID_ARGUMENT: the page can not be reached. ALREADY_EXISTS: its route or name is taken.</exception>
    public Empty Add(Proxy page)
    {
        if (page.Route.Length == 0 || page.Route.Contains('/'))
            throw new GrpcException(GrpcStatusCode.InvalidArgument, $"Page route '{page.Route}' must be one part of a path: not empty, and without '/'");
        if (!Uri.TryCreate(page.Target, UriKind.Absolute, out var target) || target.Scheme is not ("http" or "https" or "ftp"))
            throw new GrpcException(GrpcStatusCode.InvalidArgument, $"Page target '{page.Target}' must be a URL such as http://host:port/path");
        return pages.TryAdd(page) switch
        {
            PageConflict.Route => throw new GrpcException(
                GrpcStatusCode.AlreadyExists, $"Page route '{page.Route}' is taken; remove that page first, or choose another route"),
            PageConflict.LinkName => throw new GrpcException(
                GrpcStatusCode.AlreadyExists, $"Page name '{page.LinkName}' is taken; remove that page first, or choose another name"),
            _ => new Empty(),
        };
    }

    /// <summary>Removes a page.</summary>
    /// <exception cref="GrpcException">FAILED_PRECONDITION: there is none of that route.</exception>
    public Empty Remove(RemoveProxyRequest request) => pages.Remove(request.Route)
        ? new Empty()
        : throw new GrpcException(GrpcStatusCode.FailedPrecondition, $"There is no page with route '{request.Route}'");
}
