using Skein.Grpc;

namespace Skein.Protocol;

/// <summary>The procedures of <c>skein.Driver</c>, which Python clients of skein 0.8.2 call to submit and to look.</summary>
public static class DriverMethods
{
    /// <summary>Full name of the service.</summary>
    public const string Service = "skein.Driver";

    /// <summary>Answers, and so shows that the driver lives.</summary>
    public static GrpcMethod<Empty, Empty> Ping { get; } = new(Service, "ping", Empty.Parser, Empty.Parser);

    /// <summary>Reports on one application.</summary>
    public static GrpcMethod<Application, ApplicationReport> GetStatus { get; } =
        new(Service, "getStatus", Application.Parser, ApplicationReport.Parser);

    /// <summary>Reports on the applications that pass a filter.</summary>
    public static GrpcMethod<ApplicationsRequest, ApplicationsResponse> GetApplications { get; } =
        new(Service, "getApplications", ApplicationsRequest.Parser, ApplicationsResponse.Parser);

    /// <summary>Reports on the cluster's nodes.</summary>
    public static GrpcMethod<NodesRequest, NodesResponse> GetNodes { get; } =
        new(Service, "getNodes", NodesRequest.Parser, NodesResponse.Parser);

    /// <summary>Reports on one queue.</summary>
    public static GrpcMethod<QueueRequest, Queue> GetQueue { get; } = new(Service, "getQueue", QueueRequest.Parser, Queue.Parser);

    /// <summary>Reports on the direct children of a queue.</summary>
    public static GrpcMethod<QueueRequest, QueuesResponse> GetChildQueues { get; } =
        new(Service, "getChildQueues", QueueRequest.Parser, QueuesResponse.Parser);

    /// <summary>Reports on every queue but the root.</summary>
    public static GrpcMethod<Empty, QueuesResponse> GetAllQueues { get; } =
        new(Service, "getAllQueues", Empty.Parser, QueuesResponse.Parser);

    /// <summary>Moves an application to another queue.</summary>
    public static GrpcMethod<MoveRequest, Empty> MoveApplication { get; } =
        new(Service, "moveApplication", MoveRequest.Parser, Empty.Parser);

    /// <summary>Submits an application.</summary>
    public static GrpcMethod<ApplicationSpec, Application> Submit { get; } =
        new(Service, "submit", ApplicationSpec.Parser, Application.Parser);

    /// <summary>Waits until an application runs or has ended, and reports on it.</summary>
    public static GrpcMethod<Application, ApplicationReport> WaitForStart { get; } =
        new(Service, "waitForStart", Application.Parser, ApplicationReport.Parser);

    /// <summary>Kills an application.</summary>
    public static GrpcMethod<KillRequest, Empty> Kill { get; } = new(Service, "kill", KillRequest.Parser, Empty.Parser);

    /// <summary>Reads the logs of an application that has ended.</summary>
    public static GrpcMethod<LogsRequest, LogsResponse> GetLogs { get; } = new(Service, "getLogs", LogsRequest.Parser, LogsResponse.Parser);
}
