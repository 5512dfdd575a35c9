using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Hosting;
using Skein.LocalCluster.Pages;

namespace Skein.LocalCluster.Reports;

/// <summary>The running cluster for its pages.</summary>
internal sealed class ClusterView(ResourceManager manager, ReportWriter reports) : IClusterView
{
    public long StartTime => manager.Read(static state => state.Timestamp);

    public IReadOnlyList<ApplicationReportProto> Applications() => manager.Read(state => reports.Applications(state).ToList());

    public ApplicationReportProto? Find(string applicationId)
    {
        if (!YarnIds.TryParseApplication(applicationId, out var id))
            return null;
        try
        {
            return manager.Read(state => reports.Find(state, id));
        }
        catch (RpcRefusedException)
        {
            return null;
        }
    }

    public IReadOnlyList<ApplicationAttemptReportProto> Attempts(string applicationId) =>
        manager.Read(state => reports.Attempts(state, applicationId));

    public IReadOnlyList<ContainerReportProto> Containers(string applicationId) => manager.Read(state =>
    {
        var found = new List<ContainerReportProto>();
        if (!state.Applications.TryGetValue(applicationId, out var application))
            return found;
        foreach (var attempt in application.Attempts)
        {
            foreach (var container in attempt.Live.Values)
                found.Add(reports.Container(container));
        }

        foreach (var container in application.Past)
            found.Add(reports.Container(container));
        return found;
    });

    public IReadOnlyList<NodeReportProto> Nodes() =>
        manager.Read(static state => ClusterReports.Nodes(state, new GetClusterNodesRequestProto()).NodeReports);
}
