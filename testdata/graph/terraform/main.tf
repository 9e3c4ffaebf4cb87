variable "ha" {
  type = bool
}

variable "tags" {
  type = map(string)
}

variable "zones" {
  type    = list(string)
  default = ["us-east-1a", "us-east-1b"]
}

module "net" {
  source   = "./net"
  for_each = toset(["a"])
  zones    = var.zones
  tags     = var.tags
}

resource "aws_instance" "fw" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "c5.xlarge"
  tags          = merge({ Name = "fw" }, { Env = var.ha ? "prod" : "test" })

  primary_network_interface {
    network_interface_id = aws_network_interface.mgmt.id
  }
}

resource "aws_network_interface" "mgmt" {
  subnet_id       = module.net["a"].subnets[0]
  security_groups = [module.net["a"].group, "sg-0123456789abcdef0"]
}

resource "aws_network_interface" "standby" {
  count     = var.ha ? 1 : 0
  subnet_id = module.net["a"].subnets[1]
  tags      = var.tags
}

resource "aws_network_interface_attachment" "standby" {
  count                = var.ha ? 1 : 0
  instance_id          = aws_instance.fw.id
  network_interface_id = aws_network_interface.standby[0].id
  device_index         = 1
}
