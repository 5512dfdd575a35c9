using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Hadoop.Yarn;

/// <summary>Resources of a container as YARN's message.</summary>
public static class ContainerResources
{
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
        AddType(resource, Gpu, gpus);
        AddType(resource, Fpga, fpgas);
        return resource;
    }

    private static void AddType(ResourceProto resource, string type, long count)
    {
        if (count > 0)
            resource.ResourceValueMap.Add(new ResourceInformationProto { Key = type, Value = count, Units = "", Type = ResourceTypesProto.Countable });
    }
}
