namespace Skein.Specification;

/// <summary>The words of a written specification for values of enumerations; case is free when read, upper when written.</summary>
internal static class SpecificationNames
{
    /// <summary>Leaves the type of a file to the end of its name.</summary>
    public const string Infer = "INFER";

    public static readonly (string Name, FileType Value)[] FileTypes = [("FILE", FileType.File), ("ARCHIVE", FileType.Archive)];

    public static readonly (string Name, FileVisibility Value)[] FileVisibilities =
        [("APPLICATION", FileVisibility.Application), ("PUBLIC", FileVisibility.Public), ("PRIVATE", FileVisibility.Private)];

    public static readonly (string Name, LogLevel Value)[] LogLevels =
    [
        ("ALL", LogLevel.All),
        ("TRACE", LogLevel.Trace),
        ("DEBUG", LogLevel.Debug),
        ("INFO", LogLevel.Info),
        ("WARN", LogLevel.Warn),
        ("ERROR", LogLevel.Error),
        ("FATAL", LogLevel.Fatal),
        ("OFF", LogLevel.Off),
    ];

    /// <summary>The word for a value.</summary>
    public static string Of<T>((string Name, T Value)[] names, T value)
        where T : struct, Enum =>
        Array.Find(names, entry => EqualityComparer<T>.Default.Equals(entry.Value, value)).Name ?? value.ToString();
}
