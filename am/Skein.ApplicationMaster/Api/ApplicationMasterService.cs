using Skein.ApplicationMaster.Lifecycle;
using Skein.Grpc;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Api;

/// <summary>The calls of <c>skein.AppMaster</c> that concern containers and the application as a whole.</summary>
/// <remarks>Every change is an event of the application loop; a call waits until the loop has handled it.</remarks>
internal sealed class ApplicationMasterService(ApplicationLoop loop, ApplicationSpec specification)
{
    public void Map(GrpcRoutes routes)
    {
        routes.MapUnary(ApplicationMasterMethods.GetApplicationSpec, (_, _) => Task.FromResult(specification));
        routes.MapUnary(
            ApplicationMasterMethods.GetContainers, (request, call) => AskAsync(new ApplicationRequest.GetContainers(request), call));
        routes.MapUnary(ApplicationMasterMethods.Scale, (request, call) => AskAsync(new ApplicationRequest.Scale(request), call));
        routes.MapUnary(
            ApplicationMasterMethods.AddContainer, (request, call) => AskAsync(new ApplicationRequest.AddContainer(request), call));
        routes.MapUnary(
            ApplicationMasterMethods.KillContainer, (request, call) => AskAsync(new ApplicationRequest.KillContainer(request), call));
        routes.MapUnary(
            ApplicationMasterMethods.SetProgress, (request, call) => AskAsync(new ApplicationRequest.SetProgress(request), call));
        routes.MapUnary(ApplicationMasterMethods.Shutdown, (request, call) => AskAsync(new ApplicationRequest.Shutdown(request), call));
    }

    private async Task<TAnswer> AskAsync<TAnswer>(ApplicationRequest.Request<TAnswer> request, GrpcServerCall call)
    {
        try
        {
            return await loop.AskAsync(request, call.Cancellation);
        }
        catch (RequestRefusedException refused)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, refused.Message);
        }
        catch (ApplicationEndedException ended)
        {
            throw new GrpcException(GrpcStatusCode.Unavailable, ended.Message);
        }
    }
}
