using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.Submission.Clusters;

/// <summary>YARN's resources as the contract's.</summary>
internal static class ResourceReports
{
    // YARN repeats the two in its map of types; they have fields of their own.
    private const string Memory = "memory-mb";
    private const string VirtualCores = "vcores";

    /// <summary>Translates resources; what is undefined or negative becomes 0.</summary>
    public static Resources FromYarn(ResourceProto? resource)
    {
        var result = new Resources
        {
            Memory = (int)Math.Clamp(resource?.Memory ?? 0, 0, int.MaxValue),
            Vcores = Math.Max(0, resource?.VirtualCores ?? 0),
        };
        foreach (var information in resource?.ResourceValueMap ?? [])
        {
            var value = Math.Max(0, information.Value);
            switch (information.Key)
            {
                case Memory or VirtualCores: break;
                case ContainerResources.Gpu: result.Gpus = value; break;
                case ContainerResources.Fpga: result.Fpgas = value; break;
                default:
                    result.Custom.Add(new ResourceAmount { Name = information.Key, Value = value, Units = information.Units });
                    break;
            }
        }

        return result;
    }
}
