# The region of a data source is that of its provider configuration, also where a caller hands one over.
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "america"
  region = "us-east-1"
}

module "zoned" {
  source = "./zoned"
}

module "american" {
  source    = "./zoned"
  providers = { aws = aws.america }
}

data "aws_region" "here" {}

resource "aws_network_interface" "own" {
  subnet_id       = aws_subnet.own.id
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_subnet" "own" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.0.0/24"
  availability_zone = "${data.aws_region.here.name}a"
}

resource "aws_instance" "good" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "c5.large"

  network_interface {
    device_index         = 0
    network_interface_id = aws_network_interface.own.id
  }

  network_interface {
    device_index         = 1
    network_interface_id = module.zoned.interface
  }
}

resource "aws_instance" "bad" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "c5.large"
  subnet_id     = aws_subnet.own.id
}

resource "aws_network_interface_attachment" "bad" {
  instance_id          = aws_instance.bad.id
  network_interface_id = module.american.interface
  device_index         = 1
}
