namespace Skein.Packer;

/// <summary>Names of a Cloudera parcel. None of them may hold a <c>-</c> where the parcel's file name is split at it (name, distribution).</summary>
public sealed record ParcelOptions
{
    /// <summary>Directory the cluster unpacks parcels in. Default <c>/opt/cloudera/parcels</c>.</summary>
    public string Root { get; init; } = "/opt/cloudera/parcels";

    /// <summary>Default null: the environment's name.</summary>
    public string? Name { get; init; }

    /// <summary>Default null: today as <c>YYYY.MM.DD</c>.</summary>
    public string? Version { get; init; }

    /// <summary>Default <c>el7</c>.</summary>
    public string Distribution { get; init; } = "el7";
}
