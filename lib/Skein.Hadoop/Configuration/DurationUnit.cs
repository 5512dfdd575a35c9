namespace Skein.Hadoop.Configuration;

/// <summary>What a number without a suffix counts.</summary>
public enum DurationUnit
{
    /// <summary>Thousandths of a second, Hadoop's usual unit.</summary>
    Milliseconds,

    /// <summary>Seconds.</summary>
    Seconds,
}
