namespace Skein.Specification.Documents;

/// <summary>Bounds of what is read, far above every honest specification.</summary>
internal static class DocumentLimits
{
    /// <summary>Bytes of one text: 16 MiB.</summary>
    public const int Bytes = 16 << 20;

    /// <summary>Values of one document after its aliases are expanded: a nest of aliases can not grow past it.</summary>
    public const int Values = 250_000;

    /// <summary>Lists and maps inside each other.</summary>
    public const int Depth = 32;
}
