using Skein.Grpc;

namespace Skein.Protocol;

/// <summary>The procedures of <c>skein.AppMaster</c>. Names keep the mixed case that clients of skein 0.8.2 send.</summary>
public static class ApplicationMasterMethods
{
    /// <summary>Full name of the service.</summary>
    public const string Service = "skein.AppMaster";

    /// <summary>Ends the application.</summary>
    public static GrpcMethod<ShutdownRequest, Empty> Shutdown { get; } = new(Service, "shutdown", ShutdownRequest.Parser, Empty.Parser);

    /// <summary>Reads a range of keys.</summary>
    public static GrpcMethod<GetRangeRequest, GetRangeResponse> GetRange { get; } =
        new(Service, "GetRange", GetRangeRequest.Parser, GetRangeResponse.Parser);

    /// <summary>Sets the value or the owner of a key, or both.</summary>
    public static GrpcMethod<PutKeyRequest, PutKeyResponse> PutKey { get; } =
        new(Service, "PutKey", PutKeyRequest.Parser, PutKeyResponse.Parser);

    /// <summary>Removes a range of keys.</summary>
    public static GrpcMethod<DeleteRangeRequest, DeleteRangeResponse> DeleteRange { get; } =
        new(Service, "DeleteRange", DeleteRangeRequest.Parser, DeleteRangeResponse.Parser);

    /// <summary>Applies operations together, chosen by conditions.</summary>
    public static GrpcMethod<TransactionRequest, TransactionResponse> Transaction { get; } =
        new(Service, "Transaction", TransactionRequest.Parser, TransactionResponse.Parser);

    /// <summary>Follows changes of ranges of keys; a stream in both directions.</summary>
    public static GrpcMethod<WatchRequest, WatchResponse> Watch { get; } = new(Service, "Watch", WatchRequest.Parser, WatchResponse.Parser);

    /// <summary>Reads the specification the application was submitted with.</summary>
    public static GrpcMethod<Empty, ApplicationSpec> GetApplicationSpec { get; } =
        new(Service, "getApplicationSpec", Empty.Parser, ApplicationSpec.Parser);

    /// <summary>Lists containers.</summary>
    public static GrpcMethod<ContainersRequest, ContainersResponse> GetContainers { get; } =
        new(Service, "getContainers", ContainersRequest.Parser, ContainersResponse.Parser);

    /// <summary>Kills one container for good.</summary>
    public static GrpcMethod<ContainerInstance, Empty> KillContainer { get; } =
        new(Service, "killContainer", ContainerInstance.Parser, Empty.Parser);

    /// <summary>Sets or changes the number of a service's containers.</summary>
    public static GrpcMethod<ScaleRequest, ContainersResponse> Scale { get; } =
        new(Service, "scale", ScaleRequest.Parser, ContainersResponse.Parser);

    /// <summary>Adds one container, with its own environment, to a service.</summary>
    public static GrpcMethod<AddContainerRequest, Container> AddContainer { get; } =
        new(Service, "addContainer", AddContainerRequest.Parser, Container.Parser);

    /// <summary>Reports progress to the ResourceManager.</summary>
    public static GrpcMethod<SetProgressRequest, Empty> SetProgress { get; } =
        new(Service, "SetProgress", SetProgressRequest.Parser, Empty.Parser);

    /// <summary>Adds a page to the application's web pages.</summary>
    public static GrpcMethod<Proxy, Empty> AddProxy { get; } = new(Service, "AddProxy", Proxy.Parser, Empty.Parser);

    /// <summary>Removes a page.</summary>
    public static GrpcMethod<RemoveProxyRequest, Empty> RemoveProxy { get; } =
        new(Service, "RemoveProxy", RemoveProxyRequest.Parser, Empty.Parser);

    /// <summary>Says where the web pages are.</summary>
    public static GrpcMethod<UIInfoRequest, UIInfoResponse> UiInfo { get; } =
        new(Service, "UiInfo", UIInfoRequest.Parser, UIInfoResponse.Parser);

    /// <summary>Lists the pages added.</summary>
    public static GrpcMethod<GetProxiesRequest, GetProxiesResponse> GetProxies { get; } =
        new(Service, "GetProxies", GetProxiesRequest.Parser, GetProxiesResponse.Parser);
}
