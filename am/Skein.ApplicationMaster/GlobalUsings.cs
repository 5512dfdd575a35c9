// The states of a container are those of the contract; the generated nesting is spelt out once.
global using ContainerState = Skein.Protocol.Container.Types.State;
