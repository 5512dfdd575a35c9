using Google.Protobuf.Collections;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Reports;

/// <summary>Which applications a client asks for. What a request leaves out does not restrict.</summary>
internal static class ApplicationFilter
{
    public static IReadOnlyList<ApplicationReportProto> Select(IEnumerable<ApplicationReportProto> reports, GetApplicationsRequestProto request)
    {
        var limit = request.HasLimit ? request.Limit : long.MaxValue;
        var selected = new List<ApplicationReportProto>();
        foreach (var report in reports)
        {
            if (selected.Count >= limit)
                break;
            if (Matches(report, request))
                selected.Add(report);
        }

        return selected;
    }

    // Types, tags and names without case, as YARN compares them; queues by leaf name or path.
    private static bool Matches(ApplicationReportProto report, GetApplicationsRequestProto request) =>
        IsIn(request.ApplicationTypes, report.ApplicationType)
        && (request.ApplicationStates.Count == 0 || request.ApplicationStates.Contains(report.YarnApplicationState))
        && (request.Users.Count == 0 || request.Users.Contains(report.User))
        && (request.Queues.Count == 0 || request.Queues.Any(queue => QueueName.LeafOf(queue) == QueueName.LeafOf(report.Queue)))
        && (request.ApplicationTags.Count == 0 || report.ApplicationTags.Any(tag => IsIn(request.ApplicationTags, tag)))
        && (!request.HasName || request.Name.Length == 0 || request.Name == report.Name)
        && IsBetween(report.StartTime, request.HasStartBegin, request.StartBegin, request.HasStartEnd, request.StartEnd)
        && IsBetween(report.FinishTime, request.HasFinishBegin, request.FinishBegin, request.HasFinishEnd, request.FinishEnd);

    private static bool IsIn(RepeatedField<string> wanted, string text) =>
        wanted.Count == 0 || wanted.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static bool IsBetween(long time, bool hasBegin, long begin, bool hasEnd, long end) =>
        (!hasBegin || time >= begin) && (!hasEnd || time <= end);
}
