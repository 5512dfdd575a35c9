using Skein.LocalCluster.Nodes;

namespace Skein.LocalCluster.Tests.Nodes;

public sealed class NodeDefinitionTests
{
    [Fact]
    public void A_node_is_read_from_names_and_values()
    {
        var node = NodeDefinition.Parse("rack=/r1, memory=2048,vcores=4,label=fast,attribute.disk=solid,resource.yarn.io/gpu=2");
        Assert.Equal(("/r1", 2048, 4, "fast"), (node.Rack, node.Memory, node.VirtualCores, node.Label));
        Assert.Equal("solid", node.Attributes["nm.yarn.io/disk"]);
        Assert.Equal(2, node.Resources["yarn.io/gpu"]);
    }

    [Fact]
    public void What_is_left_out_has_a_default()
    {
        var node = NodeDefinition.Parse("vcores=1");
        Assert.Equal(("/default-rack", null, ""), (node.Rack, node.Memory, node.Label));
    }

    [Theory]
    [InlineData("", "says nothing of a node")]
    [InlineData("rack", "no name and value")]
    [InlineData("rack=r1", "slash")]
    [InlineData("memory=lots", "above 0")]
    [InlineData("resource.licence=0", "above 0")]
    [InlineData("vcores=3000000000", "above 0")]
    [InlineData("colour=red", "colour=red")]
    public void Anything_else_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => NodeDefinition.Parse(text)).Message);
}
