using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Pages.Proxying;

/// <summary>Where an application serves its pages.</summary>
internal static class TrackingAddress
{
    /// <summary>What the application master told; null if it told nothing, or the application has not got so far.</summary>
    public static string? Of(ApplicationReportProto report) =>
        report.OriginalTrackingUrl is "" or "N/A" ? null : report.OriginalTrackingUrl;

    /// <summary>The address of a page; null if the application's is no web address.</summary>
    /// <param name="tracking">As told, perhaps without a scheme.</param>
    /// <param name="rest">What was asked for behind the application's path, percent-encoded and without its first slash.</param>
    /// <param name="query">Percent-encoded query, or nothing.</param>
    public static Uri? Combine(string tracking, string rest, string query)
    {
        var address = tracking.Contains("://", StringComparison.Ordinal) ? tracking : "http://" + tracking;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var root) || root.Scheme is not ("http" or "https"))
            return null;
        var path = rest.Length > 0 ? $"{root.AbsolutePath.TrimEnd('/')}/{rest}" : root.AbsolutePath;
        var both = string.Join('&', Array.FindAll([root.Query.TrimStart('?'), query], part => part.Length > 0));
        return new Uri($"{root.Scheme}://{root.Authority}{path}{(both.Length > 0 ? "?" + both : "")}");
    }
}
