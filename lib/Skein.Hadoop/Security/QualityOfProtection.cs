namespace Skein.Hadoop.Security;

/// <summary>What a connection does with its bytes after the login.</summary>
public enum QualityOfProtection
{
    /// <summary>Nothing; only the login is proved. Hadoop's word: <c>authentication</c>.</summary>
    Authentication = 0,

    /// <summary>Every message is signed. Hadoop's word: <c>integrity</c>.</summary>
    Integrity = 1,

    /// <summary>Every message is signed and encrypted. Hadoop's word: <c>privacy</c>.</summary>
    Privacy = 2,
}
