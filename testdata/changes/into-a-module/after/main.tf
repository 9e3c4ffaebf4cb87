module "firewall" {
  source = "./firewall"
}

moved {
  from = aws_subnet.data
  to   = module.firewall.aws_subnet.data
}

moved {
  from = aws_network_interface.data
  to   = module.firewall.aws_network_interface.data
}

moved {
  from = aws_network_interface.outside
  to   = module.firewall.aws_network_interface.outside
}

moved {
  from = aws_instance.fw
  to   = module.firewall.aws_instance.fw
}

moved {
  from = aws_network_interface_attachment.data
  to   = module.firewall.aws_network_interface_attachment.data
}

moved {
  from = aws_eip.outside
  to   = module.firewall.aws_eip.outside
}

moved {
  from = aws_route.private
  to   = module.firewall.aws_route.private
}
