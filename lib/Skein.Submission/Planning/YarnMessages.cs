using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Specification;

namespace Skein.Submission.Planning;

/// <summary>Parts of a specification as YARN's messages.</summary>
internal static class YarnMessages
{
    private const string Everybody = "*";

    public static ResourceProto Resource(ResourcesSpec resources)
    {
        var message = ContainerResources.Create(resources.Memory, resources.VCores, resources.Gpus, resources.Fpgas);
        foreach (var (type, amount) in resources.Custom)
            ContainerResources.Add(message, type, amount.Value, amount.Units);
        return message;
    }

    /// <summary>Which log files the NodeManagers bring away; null: as YARN does without being asked.</summary>
    /// <remarks>The pattern of what is not brought away while the application runs is <c>.*</c> where it is left out: everything. It is sent with
    /// the one of what is, so that this has an effect.</remarks>
    public static LogAggregationContextProto? LogAggregation(LogAggregationSpec logs)
    {
        if (logs == new LogAggregationSpec())
            return null;
        var context = new LogAggregationContextProto();
        if (logs.Include.Length > 0)
            context.IncludePattern = logs.Include;
        if (logs.Exclude.Length > 0)
            context.ExcludePattern = logs.Exclude;
        if (logs.RolledInclude.Length > 0)
            (context.RolledLogsIncludePattern, context.RolledLogsExcludePattern) = (logs.RolledInclude, logs.RolledExclude);
        return context;
    }

    public static LocalResourceProto LocalResource(FileSpec file)
    {
        var url = FileUrl.Parse(file.Source);
        return new LocalResourceProto
        {
            Resource = LocalResources.Address(url.Scheme, url.Host, url.Port, url.Path),
            Size = file.Size,
            Timestamp = file.Timestamp,
            Type = file.Type == FileType.Archive ? LocalResourceTypeProto.Archive : LocalResourceTypeProto.File,
            Visibility = file.Visibility switch
            {
                FileVisibility.Public => LocalResourceVisibilityProto.Public,
                FileVisibility.Private => LocalResourceVisibilityProto.Private,
                _ => LocalResourceVisibilityProto.Application,
            },
        };
    }

    /// <summary>Who may view and who may modify: <c>users groups</c>, each a comma list, or <c>*</c> alone.</summary>
    public static IEnumerable<ApplicationACLMapProto> AccessControl(AclsSpec acls) =>
    [
        new() { AccessType = ApplicationAccessTypeProto.AppaccessViewApp, Acl = List(acls.ViewUsers, acls.ViewGroups) },
        new() { AccessType = ApplicationAccessTypeProto.AppaccessModifyApp, Acl = List(acls.ModifyUsers, acls.ModifyGroups) },
    ];

    private static string List(IReadOnlyList<string> users, IReadOnlyList<string> groups) =>
        users.Contains(Everybody) || groups.Contains(Everybody) ? Everybody : $"{string.Join(',', users)} {string.Join(',', groups)}";
}
