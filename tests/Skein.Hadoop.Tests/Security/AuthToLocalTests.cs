using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Security;

public sealed class AuthToLocalTests
{
    private const string Realm = "EXAMPLE.COM";

    [Theory]
    [InlineData("alice@EXAMPLE.COM", "DEFAULT", "alice")]
    [InlineData("alice/admin@EXAMPLE.COM", "DEFAULT", "alice")]
    [InlineData("alice", "DEFAULT", "alice")]
    [InlineData("alice@OTHER.COM", "RULE:[1:$1] DEFAULT", "alice")]
    [InlineData("alice@OTHER.COM", "RULE:[1:$1@$0](.*@OTHER.COM)s/@.*// DEFAULT", "alice")]
    [InlineData("hdfs/host@EXAMPLE.COM", "RULE:[2:$1/$2@$0](.*/host@EXAMPLE.COM)s/.*/root/ DEFAULT", "root")]
    [InlineData("hdfs/other@EXAMPLE.COM", "RULE:[2:$1/$2@$0](.*/host@EXAMPLE.COM)s/.*/root/ DEFAULT", "hdfs")]
    [InlineData("alice/admin@EXAMPLE.COM", "RULE:[2:$1;$2](^.*;admin$)s/;admin$// DEFAULT", "alice")]
    [InlineData("Alice@EXAMPLE.COM", "RULE:[1:$1]/L DEFAULT", "alice")]
    [InlineData("Alice@EXAMPLE.COM", "RULE:[1:$1](A.*)s/i/I/g/L", "alice")]
    [InlineData("Alice@EXAMPLE.COM", "DEFAULT/L", "alice")]
    [InlineData("a-b-c@EXAMPLE.COM", "RULE:[1:$1]s/-/_/ DEFAULT", "a_b-c")]
    [InlineData("a-b-c@EXAMPLE.COM", "RULE:[1:$1]s/-/_/g DEFAULT", "a_b_c")]
    [InlineData("first.last@EXAMPLE.COM", "RULE:[1:$1](.*)s/(\\w)\\w*\\.(\\w+)/$1$2/", "flast")]
    [InlineData("a@EXAMPLE.COM", "RULE:[1:$1]s/a/\\$1/", "$1")]
    [InlineData("a@EXAMPLE.COM", "RULE:[1:x$1y](.a.)s/(a)/<$1>/", "x<a>y")]
    // The expression has to fit all of the name, and the first rule that fits decides.
    [InlineData("alice@EXAMPLE.COM", "RULE:[1:$1](lic)s/.*/x/ RULE:[1:$1](al.*)s/.*/y/ RULE:[1:$1]s/.*/z/", "y")]
    [InlineData("alice@EXAMPLE.COM", "\n  RULE:[1:$1](bob)\n  DEFAULT\n", "alice")]
    public void The_first_rule_that_fits_gives_the_name(string principal, string rules, string name) =>
        Assert.Equal(name, new AuthToLocal(rules, isMit: false).ShortName(PrincipalName.Parse(principal), Realm));

    [Theory]
    [InlineData("alice@OTHER.COM", "DEFAULT", "no rule gives alice@OTHER.COM a short name (DEFAULT is for the realm EXAMPLE.COM)")]
    [InlineData("alice@EXAMPLE.COM", "RULE:[1:$1@$0]", "neither / nor @")]
    [InlineData("a/b@EXAMPLE.COM", "RULE:[2:$1/$2]", "neither / nor @")]
    public void A_name_that_Hadoop_would_not_take_is_refused(string principal, string rules, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(
            () => new AuthToLocal(rules, isMit: false).ShortName(PrincipalName.Parse(principal), Realm)).Message);

    [Theory]
    [InlineData("alice@OTHER.COM", "DEFAULT", "alice@OTHER.COM")]
    [InlineData("alice@EXAMPLE.COM", "RULE:[1:$1@$0]", "alice@EXAMPLE.COM")]
    public void The_mechanism_of_MIT_takes_such_names(string principal, string rules, string name) =>
        Assert.Equal(name, new AuthToLocal(rules, isMit: true).ShortName(PrincipalName.Parse(principal), Realm));

    [Theory]
    [InlineData("RULES", "begins neither")]
    [InlineData("RULE:[x:$1]", "number of parts")]
    [InlineData("RULE:[1:$1", "']' is missing")]
    [InlineData("RULE:[1:$7]", "behind $")]
    [InlineData("RULE:[1:$]", "behind $")]
    [InlineData("RULE:[1:$1](a", "')' is missing")]
    [InlineData("RULE:[1:$1](a[)", "malformed")]
    [InlineData("RULE:[1:$1]s/a", "'/' is missing")]
    [InlineData("RULE:[1:$1]x", "can not follow")]
    public void A_malformed_rule_is_shown_with_the_reason(string rules, string reason)
    {
        var message = Assert.Throws<FormatException>(() => new AuthToLocal(rules, isMit: false)).Message;
        Assert.Contains(rules, message);
        Assert.Contains(reason, message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("@R")]
    [InlineData("a@")]
    [InlineData("a//b")]
    [InlineData("a/b/c@R")]
    [InlineData("a@b@R")]
    public void What_is_no_principal_is_refused(string text) => Assert.Throws<FormatException>(() => PrincipalName.Parse(text));
}
