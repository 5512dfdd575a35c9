using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Pages;

/// <summary>The cluster as pages show it, in YARN's own reports. What is returned is not changed afterwards.</summary>
internal interface IClusterView
{
    /// <summary>When the ResourceManager started, in ms since 1970, which is also part of its applications' ids.</summary>
    long StartTime { get; }

    /// <summary>Every application, those included that ended long ago.</summary>
    IReadOnlyList<ApplicationReportProto> Applications();

    /// <summary>An application; null if there is none of that id.</summary>
    ApplicationReportProto? Find(string applicationId);

    /// <summary>The attempts of an application in their order; empty if none is known, or not any more.</summary>
    IReadOnlyList<ApplicationAttemptReportProto> Attempts(string applicationId);

    /// <summary>The containers of an application that run or ran; empty if none is known, or not any more.</summary>
    IReadOnlyList<ContainerReportProto> Containers(string applicationId);

    /// <summary>The nodes.</summary>
    IReadOnlyList<NodeReportProto> Nodes();
}
