using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Hosting;

namespace Skein.LocalCluster.Services;

/// <summary>The ResourceManager as application masters call it. A connection's user is the attempt.</summary>
internal static class ApplicationMasterService
{
    public static RpcProtocol Create(ResourceManager manager) => new RpcProtocol(YarnProtocols.ApplicationMaster)
        .Map("registerApplicationMaster", RegisterApplicationMasterRequestProto.Parser, (request, caller, _) =>
            Task.FromResult(manager.Answer((masters, now) => masters.Register(caller.User, request, now))))
        .Map("allocate", AllocateRequestProto.Parser, (request, caller, _) =>
            Task.FromResult(manager.Answer((masters, now) => masters.Allocate(caller.User, request, now))))
        .Map("finishApplicationMaster", FinishApplicationMasterRequestProto.Parser, (request, caller, _) =>
            Task.FromResult(manager.Answer((masters, now) => masters.Finish(caller.User, request, now))));
}
