locals {
  hosts  = ["h1", "h2"]
  legs   = ["left", "right"]
  pairs  = { for p in setproduct(local.hosts, local.legs) : "${p[0]}-${p[1]}" => { host = p[0], leg = p[1] } }
  subnet = zipmap(local.legs, [aws_subnet.private.id, aws_subnet.private.id])
}
resource "aws_network_interface" "leg" {
  for_each        = local.pairs
  subnet_id       = local.subnet[each.value.leg]
  security_groups = [aws_security_group.inside.id]
}
resource "aws_instance" "h" {
  for_each      = toset(local.hosts)
  ami           = data.aws_ami.al2023.id
  instance_type = "m5.large"
  network_interface {
    network_interface_id = aws_network_interface.leg["${each.key}-left"].id
    device_index         = 0
  }
  network_interface {
    network_interface_id = aws_network_interface.leg["${each.key}-right"].id
    device_index         = 1
  }
}
