using Skein.Hadoop.Configuration;

namespace Skein.Hadoop.Tests.Configuration;

public sealed class LoginSettingsTests
{
    [Fact]
    public void A_simple_site_asks_no_Kerberos()
    {
        var user = LoginSettings.Find(HadoopConfiguration.FromProperties([]), Environment(("HADOOP_USER_NAME", "alice")), "bob", "/no/keytab");
        Assert.Equal(("alice", true), (user.Name, user.Kerberos is null));
    }

    [Fact]
    public void In_a_container_the_name_is_the_containers_and_not_that_of_whoever_holds_a_ticket_there()
    {
        var file = Path.Combine(Path.GetTempPath(), $"skein-tokens-{Guid.NewGuid():N}");
        File.WriteAllBytes(file, "HDTS\0\0\0"u8.ToArray());
        try
        {
            var user = LoginSettings.Find(Secure(), Environment(
                ("HADOOP_TOKEN_FILE_LOCATION", file), ("USER", "alice"), ("HADOOP_USER_NAME", "mallory"), ("KRB5CCNAME", "FILE:/tmp/krb5cc_0")));
            Assert.Equal("alice", user.Name);
            Assert.Null(user.Kerberos);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_token_file_that_was_cut_off_is_refused_with_its_name()
    {
        var file = Path.Combine(Path.GetTempPath(), $"skein-tokens-{Guid.NewGuid():N}");
        File.WriteAllBytes(file, "HDTS\0\u0001\u0004rm:1"u8.ToArray());
        try
        {
            var failure = Assert.Throws<IOException>(() => LoginSettings.Find(Secure(), Environment(("HADOOP_TOKEN_FILE_LOCATION", file))));
            Assert.StartsWith($"{file}, named by HADOOP_TOKEN_FILE_LOCATION, can not be read as a Hadoop token file: ", failure.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_keytab_needs_a_principal() => Assert.Contains(
        "without a principal",
        Assert.Throws<HadoopConfigurationException>(() => LoginSettings.Find(Secure(), Environment(), principal: null, "/keytab")).Message);

    [Fact]
    public void An_unknown_mechanism_of_names_is_refused() => Assert.Contains(
        "which is neither hadoop nor mit",
        Assert.Throws<HadoopConfigurationException>(
            () => LoginSettings.Find(Secure((ConfigurationKeys.AuthToLocalMechanism, "ldap")), Environment())).Message);

    [Fact]
    public void A_malformed_rule_is_named_with_its_setting() => Assert.Contains(
        "given: hadoop.security.auth_to_local: the rule \"nonsense\" is malformed",
        Assert.Throws<HadoopConfigurationException>(
            () => LoginSettings.Find(Secure((ConfigurationKeys.AuthToLocal, "nonsense")), Environment())).Message);

    private static Func<string, string?> Environment(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(variable => variable.Name == name).Value;

    private static HadoopConfiguration Secure(params (string Key, string Value)[] settings) => HadoopConfiguration.FromProperties(
        settings.Append((ConfigurationKeys.Authentication, "kerberos")).Select(setting => KeyValuePair.Create(setting.Item1, setting.Item2)));
}
