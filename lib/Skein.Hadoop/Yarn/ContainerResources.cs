using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Hadoop.Yarn;

/// <summary>Resources of a container as YARN's message.</summary>
public static class ContainerResources
{
    /// <summary>YARN's resource type of memory, where it stands among the others.</summary>
    public const string Memory = "memory-mb";

    /// <summary>YARN's resource type of virtual cores, where it stands among the others.</summary>
    public const string VirtualCores = "vcores";

    /// <summary>YARN's resource type of graphics processors.</summary>
    public const string Gpu = "yarn.io/gpu";

    /// <summary>YARN's resource type of field-programmable gate arrays.</summary>
    public const string Fpga = "yarn.io/fpga";

    /// <summary>Memory and cores in their own fields, further types in the map and only if wanted: a cluster that lacks a type
    /// refuses any mention of it.</summary>
    /// <param name="memory">MiB.</param>
    /// <param name="vcores">Virtual cores.</param>
    /// <param name="gpus">0: none asked for.</param>
    /// <param name="fpgas">0: none asked for.</param>
    public static ResourceProto Create(long memory, int vcores, long gpus, long fpgas)
    {
        var resource = new ResourceProto { Memory = memory, VirtualCores = vcores };
        Add(resource, Gpu, gpus, units: "");
        Add(resource, Fpga, fpgas, units: "");
        return resource;
    }

    /// <summary>Asks for a type that the cluster's administrators have defined.</summary>
    /// <param name="resource">The resources of one container.</param>
    /// <param name="type">The type's name.</param>
    /// <param name="amount">0: none asked for.</param>
    /// <param name="units">As the cluster declares the type; empty: none.</param>
    public static void Add(ResourceProto resource, string type, long amount, string units)
    {
        if (amount > 0)
            resource.ResourceValueMap.Add(new ResourceInformationProto { Key = type, Value = amount, Units = units, Type = ResourceTypesProto.Countable });
    }
}
