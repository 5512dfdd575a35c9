namespace Skein.Hadoop.Yarn;

/// <summary>YARN's protocols, as connections and calls name them.</summary>
public static class YarnProtocols
{
    /// <summary>Clients to the ResourceManager, <c>yarn.resourcemanager.address</c>.</summary>
    public const string ApplicationClient = "org.apache.hadoop.yarn.api.ApplicationClientProtocolPB";

    /// <summary>An application master to the ResourceManager, <c>yarn.resourcemanager.scheduler.address</c>; by token only.</summary>
    public const string ApplicationMaster = "org.apache.hadoop.yarn.api.ApplicationMasterProtocolPB";

    /// <summary>An application master to a NodeManager, whose address comes with each container; by token only.</summary>
    public const string ContainerManagement = "org.apache.hadoop.yarn.api.ContainerManagementProtocolPB";
}
