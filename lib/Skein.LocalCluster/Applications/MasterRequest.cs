using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Applications;

/// <summary>The container that an application's master needs, for each of its attempts.</summary>
internal sealed record MasterRequest(ResourceAmounts Amounts, string Label);
