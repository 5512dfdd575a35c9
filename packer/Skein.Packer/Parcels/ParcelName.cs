using System.Globalization;

namespace Skein.Packer.Parcels;

/// <summary>What a parcel is called: <c>name-version-distribution.parcel</c>.</summary>
internal sealed record ParcelName
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    public required string Distribution { get; init; }

    /// <summary>Directory of the parcel, both in the archive and below the directory of all parcels.</summary>
    public string Directory => $"{Name}-{Version}";

    /// <summary>Name of the file without its suffix.</summary>
    public string FileName => $"{Directory}-{Distribution}";

    /// <param name="options">What is asked for.</param>
    /// <param name="sourceName">Name of the environment.</param>
    /// <param name="today">Becomes the version if none is asked for.</param>
    /// <exception cref="PackException">A name could not be told from the others in the parcel's file name.</exception>
    public static ParcelName Of(ParcelOptions options, string sourceName, DateTimeOffset today) => new()
    {
        Name = Checked(options.Name ?? sourceName, "name", "--parcel-name", mayHaveHyphen: false),
        Version = Checked(options.Version ?? today.ToString("yyyy.MM.dd", CultureInfo.InvariantCulture), "version", "--parcel-version", mayHaveHyphen: true),
        Distribution = Checked(options.Distribution, "distribution", "--parcel-distro", mayHaveHyphen: false),
    };

    private static string Checked(string value, string what, string option, bool mayHaveHyphen)
    {
        if (value.Length == 0 || value.Contains('/', StringComparison.Ordinal))
            throw new PackException($"The parcel's {what} '{value}' can not be part of a file name; give another with {option}");
        if (!mayHaveHyphen && value.Contains('-', StringComparison.Ordinal))
            throw new PackException($"The parcel's {what} '{value}' has a '-', at which Cloudera Manager splits a parcel's file name; give another with {option}");
        return value;
    }
}
