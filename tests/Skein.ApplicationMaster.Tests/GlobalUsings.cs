global using ContainerState = Skein.Protocol.Container.Types.State;
