namespace Skein.Contract;

/// <summary>Keys of the key-value store by which the application master itself tells something to containers.</summary>
public static class SkeinKeys
{
    /// <summary>
    /// The delegation tokens of the application, as a Hadoop credentials file of format 0, set anew before the ones before end. Only there where the
    /// application was given a keytab.
    /// </summary>
    public const string Tokens = ".skein.tokens";
}
