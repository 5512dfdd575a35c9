using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Applications;

/// <summary>Who may see and who may change an application: whoever submitted it, the cluster's owner, and those whom its access lists name.</summary>
/// <param name="owner">Whose cluster it is.</param>
internal sealed class AccessRights(string owner)
{
    private const string Everybody = "*";

    // What YARN writes where it tells nothing.
    private const string Unavailable = "N/A";

    /// <summary>Lets pass who may change an application.</summary>
    /// <exception cref="RpcRefusedException">The user may not.</exception>
    public void RequireModification(Application application, string user) =>
        Require(application, user, ApplicationAccessTypeProto.AppaccessModifyApp, "MODIFY_APP");

    /// <summary>Lets pass who may change an application that ended under an earlier ResourceManager, of which no access list is left.</summary>
    /// <exception cref="RpcRefusedException">The user may not.</exception>
    public void RequireModification(ApplicationReportProto past, string user)
    {
        if (!IsOwn(past.User, user))
            throw new RpcRefusedException(YarnErrors.General, $"User {user} cannot perform operation MODIFY_APP on {YarnIds.Format(past.ApplicationId)}");
    }

    /// <summary>Lets pass who may see what an application consists of.</summary>
    /// <exception cref="RpcRefusedException">The user may not.</exception>
    public void RequireView(Application application, string user) =>
        Require(application, user, ApplicationAccessTypeProto.AppaccessViewApp, "VIEW_APP");

    /// <summary>A report as a user may see it: without the application's address and its use of resources unless he may view it.</summary>
    public ApplicationReportProto Seen(ClusterState state, ApplicationReportProto report, string user)
    {
        var mayView = state.Applications.TryGetValue(YarnIds.Format(report.ApplicationId), out var application)
            ? Has(application, user, ApplicationAccessTypeProto.AppaccessViewApp)
            : IsOwn(report.User, user);
        if (mayView)
            return report;
        var hidden = report.Clone();
        hidden.Host = hidden.TrackingUrl = hidden.OriginalTrackingUrl = hidden.Diagnostics = Unavailable;
        hidden.RpcPort = -1;
        hidden.Progress = 0;
        hidden.AppResourceUsage = new ApplicationResourceUsageReportProto { NumUsedContainers = -1, NumReservedContainers = -1 };
        return hidden;
    }

    private void Require(Application application, string user, ApplicationAccessTypeProto access, string operation)
    {
        if (!Has(application, user, access))
            throw new RpcRefusedException(YarnErrors.General, $"User {user} cannot perform operation {operation} on {application.IdText}");
    }

    private bool Has(Application application, string user, ApplicationAccessTypeProto access)
    {
        if (IsOwn(application.User, user))
            return true;
        foreach (var list in application.Context.AmContainerSpec.ApplicationACLs)
        {
            // Users, a blank, groups. Nobody has groups here.
            if (list.AccessType == access && list.Acl.Trim() is var names
                && (names == Everybody || (!list.Acl.StartsWith(' ') && names.Split(' ')[0].Split(',').Contains(user))))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOwn(string submitter, string user) => user == submitter || user == owner;
}
