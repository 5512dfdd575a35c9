using System.Net;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Security;

public sealed class TokenChoiceTests
{
    private static readonly IPEndPoint Answered = new(IPAddress.Parse("10.0.0.1"), 8020);

    private readonly Credentials _credentials = new();

    [Theory]
    [InlineData("10.0.0.1:8020")]
    [InlineData("nn.example:8020")]
    [InlineData("10.0.0.7:8020,10.0.0.1:8020")]
    public void A_token_is_found_by_the_address_that_answers_or_the_host_that_was_dialled(string service)
    {
        var token = Add(service);
        Assert.Same(token, Choice().Find("NN.example", Answered));
        Assert.Same(token, Choice().Find("NN.example", new IPEndPoint(Answered.Address.MapToIPv6(), Answered.Port)));
    }

    [Theory]
    [InlineData("10.0.0.2:8020")]
    [InlineData("10.0.0.1:9000")]
    [InlineData("")]
    [InlineData("ha-hdfs:cluster")]
    public void A_token_of_another_server_is_not_shown(string service)
    {
        Add(service);
        Assert.Null(Choice().Find("nn.example", Answered));
    }

    [Fact]
    public void A_logical_name_stands_for_whichever_address_answers()
    {
        Add("10.0.0.1:8020");
        var token = Add("ha-hdfs:cluster");
        Assert.Same(token, Choice("ha-hdfs:cluster").Find("nn2.example", Answered));
        Assert.Null(Choice("ha-hdfs:other").Find("nn2.example", Answered));
    }

    [Fact]
    public void A_younger_token_takes_the_place_of_the_one_before()
    {
        Add("10.0.0.1:8020");
        var choice = Choice();
        var younger = new Token(new byte[] { 9 }, default, TokenKinds.HdfsDelegation, "10.0.0.1:8020");
        _credentials.Add(younger);
        Assert.Same(younger, choice.Find("nn.example", Answered));
    }

    [Fact]
    public void Without_any_token_there_is_nothing_to_choose()
    {
        Assert.Null(TokenChoice.Of(new UserIdentity("alice", new Credentials()), TokenKinds.HdfsDelegation));
    }

    private TokenChoice Choice(string? service = null) => new(_credentials, TokenKinds.HdfsDelegation, service);

    private Token Add(string service)
    {
        var token = new Token(new byte[] { 1 }, default, TokenKinds.HdfsDelegation, service);
        _credentials.Add(token);
        return token;
    }
}
