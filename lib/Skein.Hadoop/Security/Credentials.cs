namespace Skein.Hadoop.Security;

/// <summary>A set of tokens and secrets under aliases, as Hadoop keeps it in a credentials file.</summary>
public sealed class Credentials
{
}
