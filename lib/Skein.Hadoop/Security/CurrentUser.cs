using System.Globalization;
using System.Runtime.InteropServices;

namespace Skein.Hadoop.Security;

/// <summary>Finds out as whom this process calls Hadoop.</summary>
public static partial class CurrentUser
{
    private const string NameVariable = "HADOOP_USER_NAME";
    private const string TokenFileVariable = "HADOOP_TOKEN_FILE_LOCATION";

    /// <summary>
    /// The Unix user's name. One that has none, as a container's that runs under any number, goes by the number: <c>1000650000</c>.
    /// </summary>
    public static string SystemName => Environment.UserName is { Length: > 0 } name ? name : UserId().ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The name in HADOOP_USER_NAME, else that of the Unix user, with the tokens of the file that HADOOP_TOKEN_FILE_LOCATION names.
    /// </summary>
    /// <param name="environment">Environment variables by name, null for unset ones.</param>
    /// <exception cref="IOException">The token file can not be read.</exception>
    public static UserIdentity Find(Func<string, string?> environment)
    {
        var name = environment(NameVariable) is { Length: > 0 } given ? given : SystemName;
        return new UserIdentity(name, environment(TokenFileVariable) is { Length: > 0 } file ? ReadTokens(file) : new Credentials());
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint UserId();

    private static Credentials ReadTokens(string file)
    {
        try
        {
            return Credentials.Read(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new IOException($"{file}, named by {TokenFileVariable}, can not be read as a Hadoop token file: {e.Message}", e);
        }
    }
}
