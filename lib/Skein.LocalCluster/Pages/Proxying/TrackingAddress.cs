using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Pages.Proxying;

/// <summary>Where an application serves its pages.</summary>
internal static class TrackingAddress
{
    /// <summary>What the application master told; null if it told nothing, or the application has not got so far.</summary>
    public static string? Of(ApplicationReportProto report) =>
        report.OriginalTrackingUrl is "" or "N/A" ? null : report.OriginalTrackingUrl;
}
